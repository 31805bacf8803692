import { accountPrefix, isOfAccount, readSent, shardOfAccount } from '@orrery/shared/codec'
import { pairsOf, readFlat } from '@orrery/shared/hash-members'
import { keys } from '@orrery/shared/keys'
import type { FoundRecord } from '@orrery/shared/record-lookup'
import { removeRecords } from './apply-changes.ts'
import type { Writer } from './writer.ts'

/**
 * Takes away every record that the account made, on both sides. History is the scheduler's, which is
 * told what to forget.
 * @param at milliseconds; what history has of the account after that stays
 */
export async function purgeAccount(writer: Writer, account: number, at: number): Promise<void> {
  await writer.store.redis.hSet(keys.forgotten, String(account), String(at))
  await removeAllRecords(writer, account)
}

export async function removeAllRecords(writer: Writer, account: number): Promise<void> {
  const { store, buckets } = writer
  for (const bucket of buckets.known().values()) {
    const shard = shardOfAccount(bucket, account)
    const key = keys.sent(bucket.number, shard)
    const prefix = accountPrefix(bucket, account, 0)
    const records: FoundRecord[] = Array.from(pairsOf(await readFlat(store.bytes, { key, prefix })))
      .filter(([field]) => isOfAccount(bucket, account, field, 0))
      .map(([field, value]) => ({
        bucket,
        key,
        field,
        member: readSent(bucket, shard, field, value),
      }))
    if (records.length > 0) await removeRecords(writer, records)
  }
}
