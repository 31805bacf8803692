import { readHidden } from '@orrery/shared/account-status'
import { linkTargetName } from '@orrery/shared/codec'
import { partitionOf } from '@orrery/shared/hash'
import {
  expireHot,
  type HotName,
  type HotTarget,
  noteHotTarget,
  readHotTargets,
} from '@orrery/shared/hot-target'
import type { LinkTarget } from '@orrery/shared/interaction'
import { keys } from '@orrery/shared/keys'
import { sourceText } from '@orrery/shared/known-sources'
import { linksTo } from '@orrery/shared/members'
import { recentMap } from '@orrery/shared/recent-map'
import { keptSince, type Store } from '@orrery/shared/store'
import { writeHotSets } from './hot-sets.ts'

/** The writing side's knowledge of hot targets, which have a sorted set of their links besides. */
export type HotTargets = {
  /**
   * Learns which targets are hot, if that was not done within half a second, and puts the links that
   * were there before into the sets, as far as the partition's authors made them. The partition's
   * worker calls it before each batch, so that nothing of its authors is written meanwhile.
   */
  refresh(partition: number, now: number): Promise<void>
  /** Learns them in any case; for when a partition is taken over, before its first batch. */
  learn(now: number): Promise<void>
  /** False where no target is hot, and nothing need be looked for. */
  exist(): boolean
  /** What names a target's sets, where it is hot. */
  find(target: LinkTarget<number>): HotName | undefined
  /** Takes note of a link that was made; enough of them make their target hot. */
  notice(target: LinkTarget<number>): void
}

/**
 * A target is hot when it got about this many links while the process remembers it. Only every so
 * many links are counted, which finds the hot ones as well.
 */
export type HotLimit = { links: number; sample: number }

const DEFAULT_LIMIT: HotLimit = { links: 2048, sample: 16 }
const REMEMBERED = 20_000
const REFRESH_MILLISECONDS = 500

export function openHotTargets(store: Store, limit: HotLimit = DEFAULT_LIMIT): HotTargets {
  const counts = recentMap<string, number>(REMEMBERED)
  const filled = new Map<string, Set<number>>()
  let hot = new Map<string, HotTarget>()
  let hotAccounts = new Set<number | undefined>()
  let found = new Map<string, LinkTarget<number>>()
  let learnt = 0
  let links = 0

  async function learn(now: number): Promise<void> {
    const noted = found
    found = new Map()
    learnt = now
    for (const [name, target] of noted) {
      await noteHotTarget(store.redis, name, { target, since: now.toString(36) })
    }
    hot = await readHotTargets(store.redis)
    hotAccounts = new Set(Array.from(hot.values(), ({ target }) => accountOf(target)))
  }

  return {
    learn,
    async refresh(partition, now) {
      if (now - learnt >= REFRESH_MILLISECONDS) await learn(now)
      for (const [name, entry] of hot) {
        const id = `${name} ${entry.since}`
        const done = filled.get(id) ?? new Set()
        if (done.has(partition)) continue
        await fill(store, name, entry, partition, now)
        filled.set(id, done.add(partition))
      }
    },
    exist: () => hot.size > 0,
    find(target) {
      if (!hotAccounts.has(accountOf(target))) return undefined
      const name = linkTargetName(target)
      const entry = hot.get(name)
      return entry && { name, since: entry.since }
    },
    notice(target) {
      if (links++ % limit.sample !== 0) return
      const name = linkTargetName(target)
      const count = (counts.get(name) ?? 0) + limit.sample
      counts.set(name, count)
      if (count >= limit.links && !hot.has(name)) found.set(name, target)
    },
  }
}

/** Undefined for a text. */
function accountOf(target: LinkTarget<number>): number | undefined {
  return target.kind === 'text' ? undefined : target.account
}

const LINKS_AT_ONCE = 500

/** Puts the links of the partition's authors into the sets and says that this is done. Repeat-safe. */
async function fill(
  store: Store,
  name: string,
  { target, since }: HotTarget,
  partition: number,
  now: number,
): Promise<void> {
  const doneKey = keys.hotFilled(name, since)
  if (await store.redis.hExists(doneKey, String(partition))) return
  const links = await linksTo(store, target, { from: keptSince(store, now), to: Infinity })
  const authors = new Set(links.map(({ author }) => author))
  const [dids, hidden] = await Promise.all([
    store.accounts.didsOf(authors),
    readHidden(store, authors),
  ])
  const made = links
    .filter(({ author }) => {
      const did = dids.get(author)
      return did && partitionOf(did, store.layout.partitions) === partition
    })
    .map((link) => ({ ...link, hot: { name, since }, source: sourceText(link) }))
  for (let at = 0; at < made.length; at += LINKS_AT_ONCE) {
    const some = made.slice(at, at + LINKS_AT_ONCE)
    await writeHotSets(store, { gone: [], replaced: [], made: some }, hidden)
  }
  await store.redis.hSet(doneKey, String(partition), '1')
  await expireHot(store, { name, since }, now)
}
