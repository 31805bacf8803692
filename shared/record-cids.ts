import { bucketNumberOf, listBuckets } from './bucket.ts'
import { unpackCid } from './cid.ts'
import { sentField, shardOfAccount } from './codec.ts'
import { keys } from './keys.ts'
import type { RecordName } from './record-lookup.ts'
import type { Store } from './store.ts'

/**
 * The CIDs of records, in their order; null where it is not kept.
 * @param records each with the time it is stored under, in milliseconds
 */
export async function readCids(
  store: Store,
  records: readonly (RecordName & { time: number })[],
): Promise<(string | null)[]> {
  const buckets = new Map(
    (await listBuckets(store.redis, store.layout)).map((bucket) => [bucket.number, bucket]),
  )
  const cids = new Array<string | null>(records.length).fill(null)
  const reads = new Map<string, { index: number; field: Buffer }[]>()
  for (const [index, { author, collection, rkey, time }] of records.entries()) {
    const bucket = buckets.get(bucketNumberOf(store.layout, time))
    if (bucket === undefined) continue
    const key = keys.cids(bucket.number, shardOfAccount(bucket, author))
    const read = { index, field: sentField(bucket, author, collection, rkey) }
    reads.set(key, [...(reads.get(key) ?? []), read])
  }
  await Promise.all(
    Array.from(reads, async ([key, group]) => {
      const values = await store.bytes.hmGet(
        key,
        group.map(({ field }) => field),
      )
      for (const [at, { index }] of group.entries()) {
        const value = values[at]
        if (value) cids[index] = unpackCid(value)
      }
    }),
  )
  return cids
}
