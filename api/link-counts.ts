import { readBacklinks, readSources, type SourceSummary } from '@orrery/shared/backlinks'
import { type Asked, pathOfOld, type SourcesQuery, type SpanQuery } from './link-parameters.ts'
import { questionOf, spanOf } from './link-question.ts'
import { findSubject, type LinkSources } from './link-subjects.ts'

export type Total = { total: number }

export async function countAnswerOf(
  from: LinkSources,
  asked: Asked,
  query: SpanQuery,
): Promise<Total> {
  const backlinks = await readBacklinks(from.store, await questionOf(from, asked, query))
  return { total: await backlinks.count() }
}

export async function didCountAnswerOf(
  from: LinkSources,
  asked: Asked,
  query: SpanQuery,
): Promise<Total> {
  const backlinks = await readBacklinks(from.store, await questionOf(from, asked, query))
  return { total: await backlinks.countAuthors() }
}

/** Something for each path of each collection, both in the order of their bytes. */
export type BySource<Value> = { links: Record<string, Record<string, Value>> }
export type SourceCounts = { records: number; distinct_dids: number; last_seen?: string | null }

/** What the subject is linked to from; with the time of the newest link where that is asked for. */
export async function sourcesAnswerOf(
  from: LinkSources,
  subject: string,
  query: SourcesQuery,
): Promise<BySource<SourceCounts>> {
  const sources = await readSourcesOf(from, subject, query)
  return bySource(sources, ({ links, authors, lastSeen }) => {
    const counts = { records: links, distinct_dids: authors }
    if (!query.hydrate) return counts
    const last_seen = lastSeen === undefined ? null : new Date(lastSeen).toISOString()
    return { ...counts, last_seen }
  })
}

export async function sourceCountsAnswerOf(
  from: LinkSources,
  subject: string,
  query: SpanQuery,
): Promise<BySource<number>> {
  return bySource(await readSourcesOf(from, subject, query), ({ links }) => links)
}

async function readSourcesOf(
  from: LinkSources,
  subject: string,
  query: SpanQuery,
): Promise<SourceSummary[]> {
  return readSources(from.store, await findSubject(from, subject), spanOf(from, query))
}

function bySource<Value>(
  sources: SourceSummary[],
  toValue: (source: SourceSummary) => Value,
): BySource<Value> {
  const collections = Map.groupBy(sources, ({ collection }) => collection)
  const links = Array.from(collections, ([collection, paths]) => {
    const values = paths.map((source) => [pathOfOld(source.path), toValue(source)] as const)
    return [collection, Object.fromEntries(values)] as const
  })
  return { links: Object.fromEntries(links) }
}
