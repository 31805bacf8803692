import type { AccountStatus } from '@orrery/shared/account-status'
import {
  authoredMember,
  authoredRange,
  authorMember,
  hotMember,
  readAuthoredMember,
} from '@orrery/shared/codec'
import { type HotKeys, type HotName, hotKeysOf } from '@orrery/shared/hot-target'
import { keys } from '@orrery/shared/keys'
import type { Store } from '@orrery/shared/store'

/** A link to a hot target; `source` is `collection:path`. */
export type HotLink = { hot: HotName; source: string; author: number; rkey: string; time: number }

/** What is to become of links to hot targets. */
export type HotChanges = {
  /** Links that are there no more. */
  gone: HotLink[]
  /** Links that another of the same record, at another time, takes the place of. */
  replaced: HotLink[]
  /** Links that are there, whatever was before. */
  made: HotLink[]
}

/**
 * Writes to the sets of hot targets. Links of active accounts are listed in three of them, those of
 * deactivated accounts are paused in a fourth, and those of others in none. Repeat-safe. All links of
 * an author are written by one worker, so that what is read in between cannot change meanwhile.
 * @param hidden the statuses of those authors that are not active
 */
export async function writeHotSets(
  store: Store,
  changes: HotChanges,
  hidden: ReadonlyMap<number, AccountStatus>,
): Promise<void> {
  const strands = new Map<string, HotChanges>()
  for (const kind of ['gone', 'replaced', 'made'] as const) {
    for (const link of changes[kind]) {
      const name = `${link.hot.name} ${link.source}`
      const strand = strands.get(name) ?? { gone: [], replaced: [], made: [] }
      strand[kind].push(link)
      strands.set(name, strand)
    }
  }
  await Promise.all(Array.from(strands.values(), (strand) => writeStrand(store, strand, hidden)))
}

/** Of one target and one source. Redis keeps the order of what is sent of each key. */
async function writeStrand(
  store: Store,
  { gone, replaced, made }: HotChanges,
  hidden: ReadonlyMap<number, AccountStatus>,
): Promise<void> {
  const { redis } = store
  const [link] = [...gone, ...replaced, ...made]
  if (link === undefined) return
  const { hot, source } = link
  const sets = hotKeysOf(hot, source)
  const listed = made.filter(({ author }) => !hidden.has(author))
  const paused = made.filter(({ author }) => hidden.get(author) === 'deactivated')
  const sent: Promise<unknown>[] = []
  if (gone.length > 0) {
    const members = gone.map(hotMember)
    sent.push(redis.zRem(sets.links, members), redis.zRem(sets.paused, members))
  }
  const outdated = [...gone, ...replaced]
  if (outdated.length > 0) sent.push(redis.zRem(sets.authored, outdated.map(authoredMember)))
  if (listed.length + paused.length > 0) {
    sent.push(redis.sAdd(keys.hotSources(hot.name, hot.since), source))
  }
  if (listed.length > 0) {
    const authored = listed.map((each) => ({ score: 0, value: authoredMember(each) }))
    const lasts = listed.map(({ author, time }) => ({ score: time, value: authorMember(author) }))
    sent.push(
      redis.zAdd(sets.links, listed.map(byTime)),
      redis.zAdd(sets.authored, authored),
      redis.zAdd(sets.authors, lasts, { comparison: 'GT' }),
    )
  }
  if (paused.length > 0) sent.push(redis.zAdd(sets.paused, paused.map(byTime)))
  await Promise.all(sent)
  const authors = new Set(outdated.map(({ author }) => author))
  await Promise.all(Array.from(authors, (author) => settleAuthor(store, sets, author)))
}

function byTime(link: HotLink) {
  return { score: link.time, value: hotMember(link) }
}

/** Finds out when an account's last link is, now that it lost some. */
async function settleAuthor({ redis, bytes }: Store, sets: HotKeys, author: number) {
  const [first, end] = authoredRange(author, { from: 0, to: Number.POSITIVE_INFINITY })
  const [newest] = await bytes.zRange(sets.authored, end, first, {
    BY: 'LEX',
    REV: true,
    LIMIT: { offset: 0, count: 1 },
  })
  const value = authorMember(author)
  if (newest === undefined) await redis.zRem(sets.authors, value)
  else await redis.zAdd(sets.authors, { score: readAuthoredMember(newest).time, value })
}
