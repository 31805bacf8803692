import { type Bucket, bucketsBetween } from '@orrery/shared/bucket'
import type { Span } from '@orrery/shared/members'
import type { Store } from '@orrery/shared/store'

/** Field, value, field, value, as Redis gives a hash. */
export type FlatHash = readonly Buffer[]

export function* pairsOf(hash: FlatHash): Generator<[Buffer, Buffer]> {
  for (let at = 0; at + 1 < hash.length; at += 2) {
    yield [hash[at] as Buffer, hash[at + 1] as Buffer]
  }
}

/** Enough for all buckets of most accounts in one round trip, few enough to hold for the busiest. */
const KEYS_AT_ONCE = 64

/** The hashes that an account has in the buckets of a span, bucket by bucket. */
export async function* hashesByBucket(
  store: Store,
  { from, to }: Span,
  keysIn: (bucket: Bucket) => string[],
): AsyncGenerator<{ bucket: Bucket; hashes: FlatHash[] }> {
  const buckets = await bucketsBetween(store.redis, store.layout, from, to)
  const underway: { bucket: Bucket; size: number; reading: Promise<FlatHash[]> }[] = []
  let keysUnderway = 0
  let next = 0

  function readAhead(): void {
    while (keysUnderway < KEYS_AT_ONCE) {
      const bucket = buckets[next++]
      if (bucket === undefined) return
      const keys = keysIn(bucket)
      const reading = Promise.all(
        keys.map((key) => store.bytes.sendCommand<Buffer[]>(['HGETALL', key])),
      )
      // Whoever takes its turn learns of a failure; the others fail with it.
      reading.catch(() => {})
      underway.push({ bucket, size: keys.length, reading })
      keysUnderway += keys.length
    }
  }

  readAhead()
  for (let one = underway.shift(); one !== undefined; one = underway.shift()) {
    yield { bucket: one.bucket, hashes: await one.reading }
    keysUnderway -= one.size
    readAhead()
  }
}
