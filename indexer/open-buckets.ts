import {
  type Bucket,
  bucketNumberOf,
  bucketOf,
  estimateRecords,
  readEntries,
  spanOf,
} from '@orrery/shared/bucket'
import { keys } from '@orrery/shared/keys'
import type { BucketMap } from '@orrery/shared/record-lookup'
import type { Store } from '@orrery/shared/store'

/** The buckets that exist, as the writing side knows and begins them. */
export type OpenBuckets = {
  /** Every bucket that existed when one was last begun or looked for in vain. */
  known(): BucketMap
  /** Learns what others have begun; for when a partition is taken over from them. */
  refresh(): Promise<void>
  /** The bucket of a time in milliseconds; begun where it does not exist yet. */
  bucketAt(time: number): Promise<Bucket>
}

/** Shards of the very first bucket, when nothing tells how much will come. */
const FIRST_SHARDS = 4096
const FEWEST_SHARDS = 16
const MOST_SHARDS = 262_144
/** What a hash should hold so that it is small and still shares its own cost among many. */
const MEMBERS_IN_SHARD = 64

export async function openBuckets(store: Store): Promise<OpenBuckets> {
  let buckets = await read()
  const beginning = new Map<number, Promise<Bucket>>()

  async function read(): Promise<Map<number, Bucket>> {
    const entries = await readEntries(store.redis)
    return new Map(entries.map((entry) => [entry.number, bucketOf(store.layout, entry)]))
  }

  async function begin(number: number, time: number): Promise<Bucket> {
    const shards = await shardsFor(store, number)
    const offset = time - number * spanOf(store.layout)
    await store.redis.hSetNX(keys.buckets, String(number), `${shards}:${offset}`)
    buckets = await read()
    const bucket = buckets.get(number)
    if (bucket === undefined) throw new Error(`bucket ${number} vanished as it was begun`)
    return bucket
  }

  return {
    known: () => buckets,
    async refresh() {
      buckets = await read()
    },
    async bucketAt(time) {
      const number = bucketNumberOf(store.layout, time)
      const bucket = buckets.get(number)
      if (bucket) return bucket
      const begun =
        beginning.get(number) ?? begin(number, time).finally(() => beginning.delete(number))
      beginning.set(number, begun)
      return begun
    },
  }
}

/**
 * As many shards as the nearest earlier bucket would have needed, counted from a sample of it and
 * stretched to a whole bucket where that one began late.
 */
async function shardsFor(store: Store, number: number): Promise<number> {
  const entries = await readEntries(store.redis)
  const earlier = entries.filter((entry) => entry.number < number).at(-1)
  if (earlier === undefined) return FIRST_SHARDS
  const records = await estimateRecords(store.redis, earlier)
  const lived = Math.max(0.02, 1 - earlier.offset / spanOf(store.layout))
  const shards = Math.ceil(records / lived / MEMBERS_IN_SHARD)
  return Math.min(MOST_SHARDS, Math.max(FEWEST_SHARDS, shards))
}
