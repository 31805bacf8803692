import { authoredMember, readHotMember } from '@orrery/shared/codec'
import {
  expireHot,
  type HotName,
  hotKeysOf,
  readHotSources,
  readHotTargets,
} from '@orrery/shared/hot-target'
import { keys } from '@orrery/shared/keys'
import { keptSince, type Store } from '@orrery/shared/store'

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
    const hot = { name, since }
    const { gone, left } = await pruneTarget(store, hot, keptSince(store, now), signal)
    pruned += gone
    await expireHot(store, hot, now)
    const isWhole = (await redis.hLen(keys.hotFilled(name, since))) === store.layout.partitions
    if (isWhole && left === 0) pruned += await redis.hDel(keys.hotTargets, name)
  }
  return pruned
}

async function pruneTarget(store: Store, hot: HotName, oldest: number, signal: AbortSignal) {
  let gone = 0
  let left = 0
  for (const source of await readHotSources(store.redis, hot)) {
    const { links, authored, authors, paused } = hotKeysOf(hot, source)
    gone += await pruneSet(store, links, oldest, signal, async (members) => {
      const names = members.map(({ value, score }) => ({ ...readHotMember(value), time: score }))
      await store.redis.zRem(authored, names.map(authoredMember))
    })
    gone += await pruneSet(store, paused, oldest, signal)
    await pruneSet(store, authors, oldest, signal)
    left += (await store.redis.zCard(links)) + (await store.redis.zCard(paused))
  }
  return { gone, left }
}

type Scored = { value: Buffer; score: number }

/** @param before is told what is about to go, so that what depends on it can go first */
async function pruneSet(
  { bytes }: Store,
  key: string,
  oldest: number,
  signal: AbortSignal,
  before?: (members: Scored[]) => Promise<void>,
): Promise<number> {
  let pruned = 0
  for (;;) {
    signal.throwIfAborted()
    const past = await bytes.zRangeWithScores(key, '-inf', `(${oldest}`, {
      BY: 'SCORE',
      LIMIT: { offset: 0, count: MEMBERS_AT_ONCE },
    })
    if (past.length === 0) return pruned
    await before?.(past)
    const members = past.map(({ value }) => value)
    pruned += await bytes.zRem(key, members)
  }
}
