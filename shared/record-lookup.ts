import { type Bucket, bucketNumberOf } from './bucket.ts'
import { readSent, type SentMember, sentField, shardOfAccount, strayField } from './codec.ts'
import { keys } from './keys.ts'
import type { Layout } from './layout.ts'
import type { Store } from './store.ts'
import { parseTid } from './tid.ts'

/** A record as the store names it. */
export type RecordName = { author: number; collection: string; rkey: string }

/** Where a record is stored, and what is stored there. */
export type FoundRecord = { bucket: Bucket; key: string; field: Buffer; member: SentMember }

/** Existing buckets by their number. */
export type BucketMap = ReadonlyMap<number, Bucket>

/**
 * How many buckets share one family of strays. A stray is a record that does not lie in the bucket
 * its rkey's time names, or the next one: any rkey that is no TID, and a TID of another time.
 */
const STRAY_SPAN = 96
const STRAY_SHARDS = 1024

/** Where it is kept that a record is a stray in the bucket; `end` is that of the key's span. */
export function strayPlaceOf({ author, collection, rkey }: RecordName, bucket: Bucket) {
  const period = Math.floor(bucket.number / STRAY_SPAN)
  return {
    key: keys.strays(period, author % STRAY_SHARDS),
    field: strayField(author, collection, rkey),
    end: (period + 1) * STRAY_SPAN * bucket.span,
  }
}

/** The bucket that the record's rkey names, where it is a TID. */
export function namedBucket(layout: Layout, rkey: string): number | undefined {
  const tid = parseTid(rkey)
  return tid === undefined ? undefined : bucketNumberOf(layout, tid.micros / 1000)
}

/** True where a record of this rkey in this bucket is only found through the strays. */
export function isStray(layout: Layout, rkey: string, bucket: Bucket): boolean {
  const named = namedBucket(layout, rkey)
  return named === undefined || (bucket.number !== named && bucket.number !== named + 1)
}

/**
 * The stored versions of each record: none or one, more only after a crash between the two steps of
 * an update. `only` names the one bucket to look into, where the caller knows it.
 */
export async function findRecords(
  store: Store,
  buckets: BucketMap,
  wanted: { name: RecordName; only?: Bucket }[],
): Promise<FoundRecord[][]> {
  const read = collectReads(store)
  const periods = new Set(Array.from(buckets.keys(), (number) => Math.floor(number / STRAY_SPAN)))
  const found = await Promise.all(
    wanted.map(async ({ name, only }) => {
      if (only) return [await recordIn(read, only, name)]
      const likely = likelyBuckets(store.layout, buckets, name.rkey)
      const strays = Array.from(periods, (period) => strayBucket(read, buckets, period, name))
      const places = likely.map((bucket) => recordIn(read, bucket, name))
      return Promise.all([...places, ...strays])
    }),
  )
  return found.map((versions) => versions.filter((version) => version !== undefined))
}

function likelyBuckets(layout: Layout, buckets: BucketMap, rkey: string): Bucket[] {
  const named = namedBucket(layout, rkey)
  if (named === undefined) return []
  return [buckets.get(named), buckets.get(named + 1)].filter((bucket) => bucket !== undefined)
}

type ReadField = (key: string, field: Buffer) => Promise<Buffer | null>

async function recordIn(
  read: ReadField,
  bucket: Bucket,
  { author, collection, rkey }: RecordName,
): Promise<FoundRecord | undefined> {
  const shard = shardOfAccount(bucket, author)
  const key = keys.sent(bucket.number, shard)
  const field = sentField(bucket, author, collection, rkey)
  const value = await read(key, field)
  if (value === null) return undefined
  return { bucket, key, field, member: readSent(bucket, shard, field, value) }
}

async function strayBucket(
  read: ReadField,
  buckets: BucketMap,
  period: number,
  name: RecordName,
): Promise<FoundRecord | undefined> {
  const key = keys.strays(period, name.author % STRAY_SHARDS)
  const field = strayField(name.author, name.collection, name.rkey)
  const stored = await read(key, field)
  const bucket = stored === null ? undefined : buckets.get(Number(stored.toString()))
  return bucket && recordIn(read, bucket, name)
}

/** Reads that are asked for in one turn of the event loop go out as one command for each key. */
function collectReads(store: Store): ReadField {
  let pending = new Map<string, { fields: Buffer[]; values: Promise<(Buffer | null)[]> }>()

  return async (key, field) => {
    let group = pending.get(key)
    if (group === undefined) {
      const fields: Buffer[] = []
      const values = Promise.resolve().then(() => {
        pending = new Map()
        return store.bytes.hmGet(key, fields)
      })
      group = { fields, values }
      pending.set(key, group)
    }
    const index = group.fields.push(field) - 1
    const values = await group.values
    return values[index] ?? null
  }
}
