import { listBuckets } from '@orrery/shared/bucket'
import { keys } from '@orrery/shared/keys'
import { HOUR } from '@orrery/shared/step'
import type { Store } from '@orrery/shared/store'

const KEYS_AT_ONCE = 500

/**
 * Forgets the buckets that are past their retention, with any key of theirs that has not expired by
 * itself: one that was begun again after it had been emptied.
 * @returns how many buckets were forgotten
 */
export async function dropBuckets(store: Store, now: number, signal: AbortSignal): Promise<number> {
  const buckets = await listBuckets(store.redis, store.layout)
  const past = buckets.filter(({ start, span }) => start + span + store.retention + HOUR <= now)
  for (const { number, shards } of past) {
    for (let shard = 0; shard < shards; shard += KEYS_AT_ONCE) {
      signal.throwIfAborted()
      const last = Math.min(shards, shard + KEYS_AT_ONCE)
      const shardsNow = Array.from({ length: last - shard }, (_, index) => shard + index)
      const dropped = shardsNow.flatMap((each) => [
        keys.sent(number, each),
        keys.received(number, each),
      ])
      await Promise.all(dropped.map((key) => store.redis.unlink(key)))
    }
    await store.redis.hDel(keys.buckets, String(number))
    await store.redis.hDel(keys.written, String(number))
  }
  return past.length
}
