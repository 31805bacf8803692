import { readHotTargets } from '@orrery/shared/hot-target'
import { keys } from '@orrery/shared/keys'
import { expiryOf, keptSince, type Store } from '@orrery/shared/store'

const MEMBERS_AT_ONCE = 1000

/**
 * Takes what is past its retention out of the sets of hot targets, a little at a time so that no
 * command holds up the others, and forgets the targets of which nothing is left.
 * @returns how many links and targets went
 */
export async function pruneHot(store: Store, now: number, signal: AbortSignal): Promise<number> {
  const { redis } = store
  let pruned = 0
  for (const [name, { since }] of await readHotTargets(redis)) {
    signal.throwIfAborted()
    const key = keys.hotLinks(name, since)
    const filled = keys.hotFilled(name, since)
    pruned += await pruneSet(store, key, keptSince(store, now), signal)
    const expiry = expiryOf(store, now)
    if (expiry !== undefined) {
      await Promise.all([redis.expireAt(key, expiry), redis.expireAt(filled, expiry)])
    }
    const isWhole = (await redis.hLen(filled)) === store.layout.partitions
    if (isWhole && (await redis.zCard(key)) === 0) {
      pruned += await redis.hDel(keys.hotTargets, name)
    }
  }
  return pruned
}

async function pruneSet(
  { redis }: Store,
  key: string,
  oldest: number,
  signal: AbortSignal,
): Promise<number> {
  let pruned = 0
  for (;;) {
    signal.throwIfAborted()
    const past = await redis.zCount(key, '-inf', `(${oldest}`)
    if (past === 0) return pruned
    const last = Math.min(past, MEMBERS_AT_ONCE) - 1
    pruned += await redis.zRemRangeByRank(key, 0, last)
  }
}
