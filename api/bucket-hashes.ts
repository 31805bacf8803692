import { type Bucket, bucketsBetween } from '@orrery/shared/bucket'
import { type FlatHash, type HashKey, readFlat } from '@orrery/shared/hash-members'
import type { Span } from '@orrery/shared/members'
import type { Store } from '@orrery/shared/store'

/** Enough for all buckets of most accounts in one round trip, few enough to hold for the busiest. */
const KEYS_AT_ONCE = 64

/** The hashes that an account has in the buckets of a span, bucket by bucket. */
export async function* hashesByBucket(
  store: Store,
  { from, to }: Span,
  hashesIn: (bucket: Bucket) => HashKey[],
): AsyncGenerator<{ bucket: Bucket; hashes: FlatHash[] }> {
  const buckets = await bucketsBetween(store.redis, store.layout, from, to)
  const underway: { bucket: Bucket; size: number; reading: Promise<FlatHash[]> }[] = []
  let keysUnderway = 0
  let next = 0

  function readAhead(): void {
    while (keysUnderway < KEYS_AT_ONCE) {
      const bucket = buckets[next++]
      if (bucket === undefined) return
      const hashes = hashesIn(bucket)
      const reading = Promise.all(hashes.map((hash) => readFlat(store.bytes, hash)))
      // Whoever takes its turn learns of a failure; the others fail with it.
      reading.catch(() => {})
      underway.push({ bucket, size: hashes.length, reading })
      keysUnderway += hashes.length
    }
  }

  readAhead()
  for (let one = underway.shift(); one !== undefined; one = underway.shift()) {
    yield { bucket: one.bucket, hashes: await one.reading }
    keysUnderway -= one.size
    readAhead()
  }
}
