import type { Bucket } from '@orrery/shared/bucket'
import { type FlatHash, type HashKey, readFlats } from '@orrery/shared/hash-members'
import type { Store } from '@orrery/shared/store'

/** Enough for all buckets of most accounts in one round trip, few enough to hold for the busiest. */
const KEYS_AT_ONCE = 64

/** The hashes that an account has in one bucket, those left out that hold nothing of it. */
export type BucketHashes = { bucket: Bucket; hashes: FlatHash[] }

/**
 * Reads the hashes that an account has in some buckets, and leaves out the buckets without any. Asks
 * for the first of them at once and for more while the caller counts.
 * @param onEmpty is told of each bucket that is left out
 */
export function hashesByBucket(
  store: Store,
  buckets: readonly Bucket[],
  hashesIn: (bucket: Bucket) => HashKey[],
  onEmpty?: (bucket: Bucket) => void,
): AsyncGenerator<BucketHashes[]> {
  let next = 0

  function readSome(): Promise<BucketHashes[]> | undefined {
    if (next >= buckets.length) return undefined
    const first = next
    const wanted: HashKey[] = []
    const ends: number[] = []
    for (let bucket = buckets[next]; bucket && wanted.length < KEYS_AT_ONCE; ) {
      wanted.push(...hashesIn(bucket))
      ends.push(wanted.length)
      bucket = buckets[++next]
    }
    const asked = buckets.slice(first, next)
    const reading = readFlats(store.bytes, wanted).then((flats) => {
      const found = byBucket(asked, flats, ends)
      for (const { bucket, hashes } of found) if (hashes.length === 0) onEmpty?.(bucket)
      return found.filter(({ hashes }) => hashes.length > 0)
    })
    // Whoever awaits it learns of a failure; nobody may if another one failed before.
    reading.catch(() => {})
    return reading
  }

  async function* inTurn(first: Promise<BucketHashes[]> | undefined) {
    for (let some = first; some !== undefined; ) {
      const following = readSome()
      yield await some
      some = following
    }
  }

  return inTurn(readSome())
}

/** @param ends where the hashes of each bucket end */
function byBucket(buckets: Bucket[], flats: FlatHash[], ends: number[]): BucketHashes[] {
  return buckets.map((bucket, index) => {
    const hashes = flats.slice(ends[index - 1] ?? 0, ends[index])
    return { bucket, hashes: hashes.filter(({ length }) => length > 0) }
  })
}
