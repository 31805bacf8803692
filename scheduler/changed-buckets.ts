import { type Bucket, bucketsBetween } from '@orrery/shared/bucket'
import { keys } from '@orrery/shared/keys'
import { HOUR } from '@orrery/shared/step'
import type { Store } from '@orrery/shared/store'

const DAY_AND_AN_HOUR = 25 * HOUR

/**
 * Tells, at each call, which finished buckets of the last day are to be counted again: those that a
 * record was written to since the last call, so that a past that is replayed is counted as it comes
 * in; and all of them at the first call and once an hour, for what was deleted. Each write leaves a
 * stamp of its own when it is done. The time in it is that at which it was begun, so it says nothing
 * about whether the write was there to be counted.
 */
export function watchBuckets(store: Store): (now: number) => Promise<Bucket[]> {
  const counted = new Map<number, { at: number; written: string | undefined }>()

  return async (now) => {
    const written = await store.redis.hGetAll(keys.written)
    const buckets = await bucketsBetween(store.redis, store.layout, now - DAY_AND_AN_HOUR, now)
    const due = buckets.filter(({ number, start, span }) => {
      const last = counted.get(number)
      const isKnown = last && last.at + HOUR > now && last.written === written[number]
      return start + span <= now && !isKnown
    })
    for (const { number } of due) counted.set(number, { at: now, written: written[number] })
    for (const number of counted.keys()) {
      if (!buckets.some((bucket) => bucket.number === number)) counted.delete(number)
    }
    return due
  }
}
