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
  /** Begins the buckets of some times, in milliseconds, where they do not exist yet. */
  begin(times: number[]): Promise<void>
  /** The bucket of a time for which it was begun. */
  bucketAt(time: number): Bucket
}

/** Shards of the very first bucket, when nothing tells how much will come. */
const FIRST_SHARDS = 4096
const FEWEST_SHARDS = 16
const MOST_SHARDS = 262_144
/** What a hash holds at most, about, so that it is quickly looked through; at least half of it. */
const MEMBERS_IN_SHARD = 64

export async function openBuckets(store: Store): Promise<OpenBuckets> {
  let buckets = await read()
  const beginning = new Map<number, Promise<void>>()

  async function read(): Promise<Map<number, Bucket>> {
    const entries = await readEntries(store.redis)
    return new Map(entries.map((entry) => [entry.number, bucketOf(store.layout, entry)]))
  }

  async function beginBucket(number: number, time: number): Promise<void> {
    const shards = await shardsFor(store, number)
    const offset = time - number * spanOf(store.layout)
    await store.redis.hSetNX(keys.buckets, String(number), `${shards}:${offset}`)
    await store.redis.hSetNX(keys.layout, 'begun', String(time))
    buckets = await read()
  }

  return {
    known: () => buckets,
    async refresh() {
      buckets = await read()
    },
    async begin(times) {
      for (const time of times) {
        const number = bucketNumberOf(store.layout, time)
        if (buckets.has(number)) continue
        const begun = beginning.get(number) ?? beginBucket(number, time)
        beginning.set(number, begun)
        await begun
        beginning.delete(number)
      }
    },
    bucketAt(time) {
      const bucket = buckets.get(bucketNumberOf(store.layout, time))
      if (bucket === undefined) throw new Error(`the bucket of ${time} was not begun`)
      return bucket
    },
  }
}

/**
 * As many shards as the nearest earlier bucket would have needed, counted from a sample of it and
 * stretched to a whole bucket where that one began late. A power of two, so that whoever reads many
 * buckets finds the same accounts together in all of them.
 */
async function shardsFor(store: Store, number: number): Promise<number> {
  const entries = await readEntries(store.redis)
  const earlier = entries.filter((entry) => entry.number < number).at(-1)
  if (earlier === undefined) return FIRST_SHARDS
  const records = await estimateRecords(store.redis, earlier)
  const lived = Math.max(0.02, 1 - earlier.offset / spanOf(store.layout))
  const shards = 2 ** Math.ceil(Math.log2(Math.max(1, records / lived / MEMBERS_IN_SHARD)))
  return Math.min(MOST_SHARDS, Math.max(FEWEST_SHARDS, shards))
}
