import { readHidden } from './account-status.ts'
import { hotMember, linkTargetName, readHotMember } from './codec.ts'
import { readHotTarget } from './hot-target.ts'
import type { LinkTarget } from './interaction.ts'
import { keys } from './keys.ts'
import type { Source } from './known-sources.ts'
import { linksTo, type Span } from './members.ts'
import type { Store } from './store.ts'

/** A record that links to a target. `time` is milliseconds since the epoch. */
export type Backlink = { author: number; rkey: string; time: number }

/** The page ends before this link, in the order newest first. */
export type PageEnd = Backlink

/**
 * How many records of a source link to the target within the span. Links by hidden accounts do not
 * count. Costs the same for any number of links where the target is hot.
 */
export async function countBacklinks(
  store: Store,
  target: LinkTarget<number>,
  source: Source,
  span: Span,
): Promise<number> {
  const hot = await hotLinksOf(store, target, source)
  if (hot) return store.redis.zCount(hot, span.from, `(${span.to}`)
  return (await backlinksInBuckets(store, target, source, span)).length
}

/** A page of the records of a source that link to the target within the span, newest first. */
export async function pageOfBacklinks(
  store: Store,
  target: LinkTarget<number>,
  source: Source,
  { span, after, limit }: { span: Span; after?: PageEnd | undefined; limit: number },
): Promise<Backlink[]> {
  const hot = await hotLinksOf(store, target, source)
  if (hot) return pageOfHot(store, hot, { span, after, limit })
  const links = await backlinksInBuckets(store, target, source, span)
  const sorted = links.map(placeOf).sort(newestFirst)
  const start = after ? sorted.findIndex((place) => newestFirst(placeOf(after), place) < 0) : 0
  return start < 0 ? [] : sorted.slice(start, start + limit).map(({ link }) => link)
}

async function backlinksInBuckets(
  store: Store,
  target: LinkTarget<number>,
  { collection, path }: Source,
  span: Span,
): Promise<Backlink[]> {
  const links = await linksTo(store, target, span)
  const ofSource = links.filter((link) => link.collection === collection && link.path === path)
  const hidden = await readHidden(store, new Set(ofSource.map(({ author }) => author)))
  return ofSource.filter(({ author }) => !hidden.has(author))
}

type Place = { link: Backlink; member: Buffer }

function placeOf(link: Backlink): Place {
  return { link, member: hotMember(link) }
}

/** The order of a sorted set read backwards: by time, then by the bytes of the member. */
function newestFirst(a: Place, b: Place): number {
  return b.link.time - a.link.time || Buffer.compare(b.member, a.member)
}

/** The set of a hot target's links; undefined where it is not hot or its set is not whole yet. */
async function hotLinksOf(
  store: Store,
  target: LinkTarget<number>,
  source: Source,
): Promise<string | undefined> {
  const name = linkTargetName(target, source)
  const hot = await readHotTarget(store.redis, name)
  if (hot === undefined) return undefined
  const filled = await store.redis.hLen(keys.hotFilled(name, hot.since))
  return filled < store.layout.partitions ? undefined : keys.hotLinks(name, hot.since)
}

/** Links of the same millisecond as `after` may lie on both sides of it, so some are read twice. */
async function pageOfHot(
  store: Store,
  key: string,
  { span, after, limit }: { span: Span; after?: PageEnd | undefined; limit: number },
): Promise<Backlink[]> {
  const newest = after ? String(after.time) : `(${span.to}`
  const page: Backlink[] = []
  for (let offset = 0; page.length < limit; offset += limit) {
    const found = await store.bytes.zRangeWithScores(key, newest, span.from, {
      BY: 'SCORE',
      REV: true,
      LIMIT: { offset, count: limit },
    })
    const links = found.map(({ value, score }) => ({ ...readHotMember(value), time: score }))
    const next = after
      ? links.filter((link) => newestFirst(placeOf(after), placeOf(link)) < 0)
      : links
    page.push(...next)
    if (found.length < limit) break
  }
  return page.slice(0, limit)
}
