import type { Backlink } from '@orrery/shared/backlink'
import { readBacklinks } from '@orrery/shared/backlinks'
import { type Cursor, didsCursor, recordsCursor } from './link-cursor.ts'
import type { Asked, DidsQuery, RecordsQuery } from './link-parameters.ts'
import { questionOf } from './link-question.ts'
import type { LinkSources } from './link-subjects.ts'
import { type LinkingRecord, linkingRecordsOf } from './linking-records.ts'

/** `total` is of all pages, as it is now; `cursor` is null where no further page is. */
export type RecordsAnswer = { total: number; records: LinkingRecord[]; cursor: string | null }
export type DidsAnswer = { total: number; linking_dids: string[]; cursor: string | null }

/** A page of the records that link to the subject, newest first. */
export async function recordsAnswerOf(
  from: LinkSources,
  asked: Asked,
  query: RecordsQuery,
): Promise<RecordsAnswer> {
  const question = await questionOf(from, asked, query)
  const backlinks = await readBacklinks(from.store, question)
  const [total, links] = await Promise.all([
    backlinks.count(),
    backlinks.page(pageRequestOf(query)),
  ])
  const page = links.slice(0, query.limit)
  const { collection } = question.source
  const records = await linkingRecordsOf(from.store, collection, page, query.hydrate)
  return {
    total,
    records: records.filter((record) => record !== undefined),
    cursor: cursorAfter(recordsCursor, links, query.limit),
  }
}

/** A page of the accounts that do, each in the place of its first link, newest first. */
export async function didsAnswerOf(
  from: LinkSources,
  asked: Asked,
  query: DidsQuery,
): Promise<DidsAnswer> {
  const backlinks = await readBacklinks(from.store, await questionOf(from, asked, query))
  const [total, links] = await Promise.all([
    backlinks.countAuthors(),
    backlinks.firsts(pageRequestOf(query)),
  ])
  const authors = links.slice(0, query.limit).map(({ author }) => author)
  const dids = await from.store.accounts.didsOf(authors)
  return {
    total,
    linking_dids: authors.map((author) => dids.get(author)).filter((did) => did !== undefined),
    cursor: cursorAfter(didsCursor, links, query.limit),
  }
}

/** One more than is given, which tells whether a further page is. */
function pageRequestOf({ reverse, cursor, limit }: DidsQuery) {
  return { order: reverse ? 'oldest' : 'newest', after: cursor, limit: limit + 1 } as const
}

function cursorAfter(cursor: Cursor<Backlink>, links: Backlink[], limit: number): string | null {
  const last = links.length > limit ? links[limit - 1] : undefined
  return last ? cursor.write(last) : null
}
