import { type Bucket, bucketsBetween } from '@orrery/shared/bucket'
import { keys } from '@orrery/shared/keys'
import { HOUR } from '@orrery/shared/step'
import type { Store } from '@orrery/shared/store'

const DAY_AND_AN_HOUR = 25 * HOUR

/**
 * Tells, at each call, which finished buckets of the last day are to be counted again: those that a
 * record was written to since they were counted, so that a past that is replayed is counted as it
 * comes in; and all of them at the first call and once an hour, for what was deleted.
 */
export function watchBuckets(store: Store): (now: number) => Promise<Bucket[]> {
  const counted = new Map<number, number>()

  return async (now) => {
    const written = await store.redis.hGetAll(keys.written)
    const buckets = await bucketsBetween(store.redis, store.layout, now - DAY_AND_AN_HOUR, now)
    const due = buckets.filter(({ number, start, span }) => {
      const last = counted.get(number) ?? 0
      return start + span <= now && (last + HOUR <= now || Number(written[number] ?? 0) >= last)
    })
    for (const { number } of due) counted.set(number, now)
    for (const number of counted.keys()) {
      if (!buckets.some((bucket) => bucket.number === number)) counted.delete(number)
    }
    return due
  }
}
