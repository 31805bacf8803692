import { type Backlink, type ListOrder, linksBehind, type PageRequest } from './backlink.ts'
import {
  authoredRange,
  linkTargetName,
  readAuthoredMember,
  readAuthorMember,
  readHotMember,
} from './codec.ts'
import { type HotKeys, type HotName, hotKeysOf, readHotTarget } from './hot-target.ts'
import type { LinkTarget } from './interaction.ts'
import { keys } from './keys.ts'
import { type Source, sourceText } from './known-sources.ts'
import type { Span } from './members.ts'
import type { Store } from './store.ts'
import { firstsAmong, type Strand, strandOf } from './strand.ts'

/** Undefined where the target is not hot, or its sets are not whole yet. */
export async function findHotTarget(
  store: Store,
  target: LinkTarget<number>,
): Promise<HotName | undefined> {
  const name = linkTargetName(target)
  const hot = await readHotTarget(store.redis, name)
  if (hot === undefined) return undefined
  const filled = await store.redis.hLen(keys.hotFilled(name, hot.since))
  return filled < store.layout.partitions ? undefined : { name, since: hot.since }
}

/** A hot target's links from one source. */
export function hotStrand(store: Store, hot: HotName, source: Source, span: Span): Strand {
  const { redis } = store
  const sets = hotKeysOf(hot, sourceText(source))
  const { path } = source
  const bounds = [span.from, `(${span.to}`] as const
  const firstsOf = (authors: number[]) => readFirsts(store, sets, path, span, authors)
  const page = (request: PageRequest) => readPage(store, sets.links, path, span, request)

  return {
    async count() {
      const counts = await Promise.all([
        redis.zCount(sets.links, ...bounds),
        redis.zCount(sets.paused, ...bounds),
      ])
      return counts[0] + counts[1]
    },
    page,
    countAuthors: () => countAuthors(store, sets, span),
    async unlistedAuthors() {
      const paused = await readLinks(store, sets.paused, path, span, 'oldest')
      return new Set(paused.map(({ author }) => author))
    },
    firsts: (request) => firstsAmong(request, firstsOf, page),
    firstsOf,
  }
}

/** Those of the links that some authors made, all of which are read. */
export async function hotStrandOfAuthors(
  store: Store,
  hot: HotName,
  source: Source,
  span: Span,
  authors: ReadonlySet<number>,
): Promise<Strand> {
  const sets = hotKeysOf(hot, sourceText(source))
  const listed = await Promise.all(
    Array.from(authors, async (author) => {
      const [from, to] = authoredRange(author, span)
      const members = await store.bytes.zRange(sets.authored, from, to, { BY: 'LEX' })
      return members.map((member) => authoredLink(member, source.path))
    }),
  )
  return strandOf(listed.flat(), [])
}

function authoredLink(member: Buffer, path: string): Backlink {
  return { ...readAuthoredMember(member), path }
}

async function readFirsts(
  store: Store,
  { authored }: HotKeys,
  path: string,
  span: Span,
  authors: number[],
): Promise<Map<number, Backlink>> {
  const found = await Promise.all(
    authors.map((author) => {
      const [from, to] = authoredRange(author, span)
      const only = { BY: 'LEX', LIMIT: { offset: 0, count: 1 } } as const
      return store.bytes.zRange(authored, from, to, only)
    }),
  )
  const firsts = found.flat().map((member) => authoredLink(member, path))
  return new Map(firsts.map((link) => [link.author, link]))
}

/**
 * An account belongs to a span that has no end if its last link does. Where later links do not count,
 * those in the span are looked at one by one.
 */
async function countAuthors(store: Store, { authors, links }: HotKeys, span: Span) {
  const later = await store.redis.zCount(authors, span.to, '+inf')
  if (later === 0) return store.redis.zCount(authors, span.from, `(${span.to}`)
  const found = new Set<number>()
  for await (const part of partsOf(store, links, span)) {
    for (const { value } of part) found.add(readAuthorMember(value))
  }
  return found.size
}

const MEMBERS_AT_ONCE = 1000

type Scored = { value: Buffer; score: number }

async function* partsOf(store: Store, key: string, span: Span): AsyncGenerator<Scored[]> {
  let from: number = span.from
  let offset = 0
  for (;;) {
    const part = await store.bytes.zRangeWithScores(key, from, `(${span.to}`, {
      BY: 'SCORE',
      LIMIT: { offset, count: MEMBERS_AT_ONCE },
    })
    yield part
    const last = part.at(-1)
    if (last === undefined || part.length < MEMBERS_AT_ONCE) return
    const level = part.filter(({ score }) => score === last.score).length
    offset = last.score === from ? offset + level : level
    from = last.score
  }
}

async function readLinks(
  store: Store,
  key: string,
  path: string,
  { from, to }: Span,
  order: ListOrder,
  limit?: { offset: number; count: number },
): Promise<Backlink[]> {
  const part = { BY: 'SCORE', ...(limit ? { LIMIT: limit } : {}) } as const
  const found =
    order === 'oldest'
      ? await store.bytes.zRangeWithScores(key, from, `(${to}`, part)
      : await store.bytes.zRangeWithScores(key, `(${to}`, from, { ...part, REV: true })
  return found.map(({ value, score }) => ({ ...readHotMember(value), path, time: score }))
}

/** Links of the same millisecond as `after` may lie on both sides of it, so some are read twice. */
async function readPage(
  store: Store,
  key: string,
  path: string,
  span: Span,
  { order, after, limit }: PageRequest,
): Promise<Backlink[]> {
  const rest = after ? spanBehind(span, after.time, order) : span
  const page: Backlink[] = []
  for (let offset = 0; page.length < limit; offset += limit) {
    const links = await readLinks(store, key, path, rest, order, { offset, count: limit })
    page.push(...(after ? linksBehind(links, after, order) : links))
    if (links.length < limit) break
  }
  return page.slice(0, limit)
}

function spanBehind(span: Span, time: number, order: ListOrder): Span {
  return order === 'newest'
    ? { from: span.from, to: Math.min(span.to, time + 1) }
    : { from: Math.max(span.from, time), to: span.to }
}
