import { type Bucket, listBuckets } from '@orrery/shared/bucket'
import { BUSY_PARTS, readBusyAccounts } from '@orrery/shared/busy-account'
import { keys } from '@orrery/shared/keys'
import { HOUR } from '@orrery/shared/step'
import type { Store } from '@orrery/shared/store'

const KEYS_AT_ONCE = 500
/** Longer than links are written to an account's own keys after it was last busy. */
const BUSY_KEPT = 3 * HOUR

/**
 * Forgets the buckets that are past their retention, with any key of theirs that has not expired by
 * itself: one that was begun again after it had been emptied. Accounts that were busy only in such
 * buckets are forgotten to have been.
 * @returns how many buckets and accounts were forgotten
 */
export async function dropBuckets(store: Store, now: number, signal: AbortSignal): Promise<number> {
  const { redis, retention } = store
  const buckets = await listBuckets(redis, store.layout)
  const past = buckets.filter(({ start, span }) => start + span + retention + HOUR <= now)
  const busy = await readBusyAccounts(redis)
  for (const bucket of past) {
    await unlinkAll(store, keysOf(bucket, busy.keys()), signal)
    await redis.hDel(keys.buckets, String(bucket.number))
    await redis.hDel(keys.written, String(bucket.number))
  }
  const calm = Array.from(busy).filter(([, at]) => at + retention + BUSY_KEPT <= now)
  for (const [account] of calm) await redis.hDel(keys.busyAccounts, String(account))
  return past.length + calm.length
}

function* keysOf({ number, shards }: Bucket, busy: Iterable<number>): Generator<string> {
  for (let shard = 0; shard < shards; shard++) {
    yield keys.sent(number, shard)
    yield keys.cids(number, shard)
    yield keys.received(number, shard)
  }
  for (const account of busy) {
    for (let part = 0; part < BUSY_PARTS; part++) yield keys.receivedPart(number, account, part)
  }
}

async function unlinkAll(
  { redis }: Store,
  all: Iterable<string>,
  signal: AbortSignal,
): Promise<void> {
  let unlinking: Promise<number>[] = []
  for (const key of all) {
    unlinking.push(redis.unlink(key))
    if (unlinking.length < KEYS_AT_ONCE) continue
    await Promise.all(unlinking)
    signal.throwIfAborted()
    unlinking = []
  }
  await Promise.all(unlinking)
}
