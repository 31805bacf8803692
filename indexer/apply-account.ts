import { statusOf, writeStatus } from '@orrery/shared/account-status'
import { isOfAccount, readSent, shardOfAccount } from '@orrery/shared/codec'
import type { AccountEvent } from '@orrery/shared/event'
import { keys } from '@orrery/shared/keys'
import { readHash } from '@orrery/shared/members'
import type { FoundRecord } from '@orrery/shared/record-lookup'
import { removeRecords, type Writer } from './apply-changes.ts'

/**
 * Hides an account or shows it again; one that is deleted loses every record it made, on both
 * sides. An account that the store has never met needs no note of being active. Repeat-safe.
 */
export async function applyAccount(writer: Writer, { did, account }: AccountEvent): Promise<void> {
  const { store } = writer
  const status = statusOf(account)
  const known = await store.accounts.find([did])
  const number = known.get(did) ?? (status === 'active' ? undefined : await assign(writer, did))
  if (number === undefined) return
  await writeStatus(store, number, status)
  if (status === 'deleted') await purge(writer, number)
}

async function assign({ store }: Writer, did: string): Promise<number | undefined> {
  return (await store.accounts.assign([did])).get(did)
}

async function purge(writer: Writer, account: number): Promise<void> {
  for (const bucket of writer.buckets.known().values()) {
    const shard = shardOfAccount(bucket, account)
    const key = keys.sent(bucket.number, shard)
    const members = await readHash(writer.store.bytes, key)
    const records: FoundRecord[] = members
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
