import { readHidden } from './account-status.ts'
import type { Backlink, PageRequest } from './backlink.ts'
import type { ReceivedMember } from './codec.ts'
import { findHotTarget, hotStrand, hotStrandOfAuthors } from './hot-links.ts'
import { readHotSources } from './hot-target.ts'
import type { LinkTarget } from './interaction.ts'
import { parseSource, type Source, sourceText } from './known-sources.ts'
import { linksTo, type Span } from './members.ts'
import { matchesSource } from './source-pattern.ts'
import type { Store } from './store.ts'
import { joinStrands, type Strand, strandOf } from './strand.ts'

/**
 * Which links are asked for: those to any of the targets, from a source whose path may hold `[*]`
 * for any element of an array, within the span, of these authors alone where they are named.
 */
export type BacklinkQuestion = {
  targets: LinkTarget<number>[]
  source: Source
  span: Span
  authors?: ReadonlySet<number> | undefined
}

/**
 * Links are left out where their author was deleted, taken down or suspended. Those of a deactivated
 * account are in `count` and `countAuthors`, but in no list and nowhere where authors are named, as
 * with the Constellation index.
 * Nothing of it reads all links of a target that is hot, but for: the links of authors that are
 * named, those of a span that ended in the past where accounts are counted, those of the smaller
 * sources where a question joins several, and those newer than the first ones of a list of accounts.
 */
export type Backlinks = {
  count(): Promise<number>
  countAuthors(): Promise<number>
  page(request: PageRequest): Promise<Backlink[]>
  /** Each account once, by its first link. */
  firsts(request: PageRequest): Promise<Backlink[]>
}

export async function readBacklinks(
  store: Store,
  { targets, source, span, authors }: BacklinkQuestion,
): Promise<Backlinks> {
  const matches = matchesSource(source)
  const strands = await Promise.all(
    targets.map((target) => strandsTo(store, target, { matches, span, authors })),
  )
  const joined = joinStrands(strands.flat().map(({ strand }) => strand))
  const { count, page, firsts } = joined
  return { count, page, firsts, countAuthors: () => countAllAuthors(joined) }
}

/** What a target is linked to from; `lastSeen` is the time of the newest link that lists have. */
export type SourceSummary = Source & {
  links: number
  authors: number
  lastSeen: number | undefined
}

/** The sources that any of the targets has links from within the span, by collection and path. */
export async function readSources(
  store: Store,
  targets: LinkTarget<number>[],
  span: Span,
): Promise<SourceSummary[]> {
  const found = await Promise.all(targets.map((target) => strandsTo(store, target, { span })))
  const bySource = Map.groupBy(found.flat(), ({ source }) => sourceText(source))
  const summaries = await Promise.all(
    Array.from(bySource.values(), async ([first, ...others]) => {
      if (first === undefined) return []
      return summaryOf(first.source, joinStrands([first, ...others].map(({ strand }) => strand)))
    }),
  )
  return summaries
    .flat()
    .sort((a, b) => compare(a.collection, b.collection) || compare(a.path, b.path))
}

async function summaryOf(source: Source, strand: Strand): Promise<SourceSummary[]> {
  const [links, authors, [newest]] = await Promise.all([
    strand.count(),
    countAllAuthors(strand),
    strand.page({ order: 'newest', limit: 1 }),
  ])
  if (links === 0) return []
  return [{ ...source, links, authors, lastSeen: newest?.time }]
}

type SourceStrand = { source: Source; strand: Strand }

/** Which of the links to a target are wanted; all where nothing more is said. */
type Wanted = {
  span: Span
  matches?: (source: Source) => boolean
  authors?: ReadonlySet<number> | undefined
}

/** The links to a target, those of each source by themselves. */
async function strandsTo(
  store: Store,
  target: LinkTarget<number>,
  wanted: Wanted,
): Promise<SourceStrand[]> {
  const { span, matches = () => true, authors } = wanted
  const hot = await findHotTarget(store, target)
  if (hot === undefined) {
    const groups = Map.groupBy(await readLinks(store, target, wanted), sourceText)
    return Array.from(groups, ([source, links]) => {
      return { source: parseSource(source), strand: strandOfLinks(links) }
    })
  }
  const sources = (await readHotSources(store.redis, hot)).map(parseSource).filter(matches)
  return Promise.all(
    sources.map(async (source) => ({
      source,
      strand: authors
        ? await hotStrandOfAuthors(store, hot, source, span, authors)
        : hotStrand(store, hot, source, span),
    })),
  )
}

/** How many accounts there are in all, also those that no list has. */
async function countAllAuthors(strand: Strand): Promise<number> {
  const [listed, unlisted] = await Promise.all([strand.countAuthors(), strand.unlistedAuthors()])
  return listed + unlisted.size
}

type KeptLink = ReceivedMember & { isListed: boolean }

/** The wanted links to a target that count. */
async function readLinks(
  store: Store,
  target: LinkTarget<number>,
  { span, matches = () => true, authors }: Wanted,
): Promise<KeptLink[]> {
  const links = (await linksTo(store, target, span)).filter(
    (link) => matches(link) && (authors?.has(link.author) ?? true),
  )
  const hidden = await readHidden(store, new Set(links.map(({ author }) => author)))
  return links.flatMap((link) => {
    const status = hidden.get(link.author)
    const isKept = status === undefined || (status === 'deactivated' && authors === undefined)
    return isKept ? { ...link, isListed: status === undefined } : []
  })
}

function strandOfLinks(links: KeptLink[]): Strand {
  const { listed = [], paused = [] } = Object.groupBy(links, ({ isListed }) => {
    return isListed ? 'listed' : 'paused'
  })
  return strandOf(listed.map(backlinkOf), paused.map(backlinkOf))
}

function backlinkOf({ author, rkey, path, time }: ReceivedMember): Backlink {
  return { author, rkey, path, time }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
