import type { Source } from '@orrery/shared/known-sources'
import { z } from 'zod'
import {
  type Cursor,
  didsCursor,
  itemsCursor,
  recordsCursor,
  subjectsCursor,
} from './link-cursor.ts'
import { read, readQuery } from './parameters.ts'
import { badRequest } from './refusal.ts'

const LIMIT = 100
const MAX_LIMIT = 1000

const subject = z.string('expected a link, such as an at-uri, a DID or a web address')
const text = (name: string) => z.string(`expected ${name}`)

const time = read('a time, such as 2026-11-20T13:00:00Z', (written) => {
  const isTime = z.iso.datetime({ offset: true }).safeParse(written).success
  return isTime ? Date.parse(written) : undefined
}).optional()

export const flag = z
  .enum(['true', 'false'], 'expected true or false')
  .default('false')
  .transform((word) => word === 'true')

/** Given any number of times; spaces around a text do not count, and a text of nothing else neither. */
const repeated = z
  .union([z.string(), z.array(z.string())])
  .transform((given) => [given].flat().map((each) => each.trim()))
  .transform((given) => given.filter((each) => each !== ''))
  .transform((given) => (given.length === 0 ? undefined : given))
  .optional()

const limit = read(`a whole number from 1 to ${MAX_LIMIT}`, (written) => {
  const number = /^\d{1,4}$/.test(written) ? Number(written) : 0
  return number >= 1 && number <= MAX_LIMIT ? number : undefined
}).default(LIMIT)

/** The time in which the links were indexed; half-open, and open where an end is not given. */
const span = { since: time, until: time }

export const spanQuery = z.object(span)
export const sourcesQuery = z.object({ ...span, hydrate: flag })

/** A page of a list of any kind. */
export function pageQuery<End>({ parse }: Cursor<End>) {
  const cursor = read('the cursor of an earlier answer', parse).optional()
  return z.object({ ...span, limit, cursor, reverse: flag })
}

export const recordsQuery = pageQuery(recordsCursor).extend({ did: repeated, hydrate: flag })
export const didsQuery = pageQuery(didsCursor)

const pathToOther = text('the path of the other links, such as subject.uri')
const others = { pathToOther, otherSubject: repeated }
export const itemsQuery = pageQuery(itemsCursor).extend({
  ...others,
  linkDid: repeated,
  hydrate: flag,
})
export const otherCountsQuery = pageQuery(subjectsCursor).extend({ ...others, did: repeated })

export type SpanQuery = z.output<typeof spanQuery>
export type SourcesQuery = z.output<typeof sourcesQuery>
export type RecordsQuery = z.output<typeof recordsQuery>
export type DidsQuery = z.output<typeof didsQuery>
export type ItemsQuery = z.output<typeof itemsQuery>
export type OtherCountsQuery = z.output<typeof otherCountsQuery>

/** What is linked to, and from where; `source` is undefined where it is written as none can be. */
export type Asked = { subject: string; source: Source | undefined }

export const source = read('collection:path, such as app.bsky.feed.like:subject.uri', parseSource)

const asked = z.object({ subject, source })

const askedOfOld = z.object({
  target: subject,
  collection: text('a collection, such as app.bsky.feed.like'),
  path: text('a path, such as .subject.uri'),
})

export function readAsked(query: unknown): Asked {
  return readQuery(asked, query)
}

/** The same as the older calls have it, where a path begins with a dot. */
export function readAskedOfOld(query: unknown): Asked {
  const { target, collection, path } = readQuery(askedOfOld, query)
  const source = path.startsWith('.') ? { collection, path: path.slice(1) } : undefined
  return { subject: target, source }
}

export function readTarget(query: unknown): string {
  return readQuery(askedOfOld.pick({ target: true }), query).target
}

/** How the answers of the older calls write a path. */
export function pathOfOld(path: string): string {
  return `.${path}`
}

/** The older call may also name the accounts in one text. */
export function readRecordsQueryOfOld(query: unknown): RecordsQuery {
  const { from_dids, ...rest } = readQuery(recordsQueryOfOld, query)
  if (from_dids === undefined) return rest
  if (rest.did) throw badRequest('from_dids: expected not to stand together with did.')
  return { ...rest, did: from_dids.split(',') }
}

const recordsQueryOfOld = recordsQuery.extend({
  from_dids: text('DIDs, separated by commas').optional(),
})

/** The path may hold colons, the collection may not. */
function parseSource(written: string): Source | undefined {
  const colon = written.indexOf(':')
  if (colon < 0) return undefined
  return { collection: written.slice(0, colon), path: written.slice(colon + 1) }
}
