import { readHidden } from '@orrery/shared/account-status'
import { hotMember, linkTargetName } from '@orrery/shared/codec'
import { partitionOf } from '@orrery/shared/hash'
import { type HotTarget, noteHotTarget, readHotTargets } from '@orrery/shared/hot-target'
import type { LinkTarget } from '@orrery/shared/interaction'
import { keys } from '@orrery/shared/keys'
import type { Source } from '@orrery/shared/known-sources'
import { linksTo } from '@orrery/shared/members'
import { recentMap } from '@orrery/shared/recent-map'
import { expiryOf, keptSince, type Store } from '@orrery/shared/store'

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
  /** The set of a target's links from the source, where it is hot. */
  setOf(target: LinkTarget<number>, source: Source): string | undefined
  /** Takes note of a link that was made; enough of them make their target hot. */
  notice(target: LinkTarget<number>, source: Source): void
}

/**
 * A target is hot when it got about this many links while the process remembers it. Only every so
 * many links are counted, which finds the hot ones as well.
 */
export type HotLimit = { links: number; sample: number }

const DEFAULT_LIMIT: HotLimit = { links: 1024, sample: 16 }
const REMEMBERED = 20_000
const REFRESH_MILLISECONDS = 500

export function openHotTargets(store: Store, limit: HotLimit = DEFAULT_LIMIT): HotTargets {
  const counts = recentMap<string, number>(REMEMBERED)
  const filled = new Map<string, Set<number>>()
  let hot = new Map<string, HotTarget>()
  let hotAccounts = new Set<number | undefined>()
  let found = new Map<string, Omit<HotTarget, 'since'>>()
  let learnt = 0
  let links = 0

  async function learn(now: number): Promise<void> {
    const noted = found
    found = new Map()
    learnt = now
    for (const [name, entry] of noted) {
      await noteHotTarget(store.redis, name, { ...entry, since: now.toString(36) })
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
    setOf(target, source) {
      if (!hotAccounts.has(accountOf(target))) return undefined
      const name = linkTargetName(target, source)
      const entry = hot.get(name)
      return entry && keys.hotLinks(name, entry.since)
    },
    notice(target, source) {
      if (links++ % limit.sample !== 0) return
      const name = linkTargetName(target, source)
      const count = (counts.get(name) ?? 0) + limit.sample
      counts.set(name, count)
      if (count >= limit.links && !hot.has(name)) found.set(name, { target, source })
    },
  }
}

/** Undefined for a text. */
function accountOf(target: LinkTarget<number>): number | undefined {
  return target.kind === 'text' ? undefined : target.account
}

const MEMBERS_AT_ONCE = 500

/** Puts the links of the partition's authors into the set and says that this is done. Repeat-safe. */
async function fill(
  store: Store,
  name: string,
  { target, source, since }: HotTarget,
  partition: number,
  now: number,
): Promise<void> {
  const doneKey = keys.hotFilled(name, since)
  if (await store.redis.hExists(doneKey, String(partition))) return
  const key = keys.hotLinks(name, since)
  const links = await linksTo(store, target, { from: keptSince(store, now), to: Infinity })
  const ofSource = links.filter(({ collection, path }) => {
    return collection === source.collection && path === source.path
  })
  const authors = new Set(ofSource.map(({ author }) => author))
  const [dids, hidden] = await Promise.all([
    store.accounts.didsOf(authors),
    readHidden(store, authors),
  ])
  const members = ofSource
    .filter(({ author }) => {
      const did = dids.get(author)
      return did && !hidden.has(author) && partitionOf(did, store.layout.partitions) === partition
    })
    .map((link) => ({ score: link.time, value: hotMember(link) }))
  for (let at = 0; at < members.length; at += MEMBERS_AT_ONCE) {
    await store.redis.zAdd(key, members.slice(at, at + MEMBERS_AT_ONCE))
  }
  await store.redis.hSet(doneKey, String(partition), '1')
  const expiry = expiryOf(store, now)
  if (expiry !== undefined) {
    await Promise.all([store.redis.expireAt(key, expiry), store.redis.expireAt(doneKey, expiry)])
  }
}
