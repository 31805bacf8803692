import type { Source } from '@orrery/shared/known-sources'
import { z } from 'zod'
import {
  type Cursor,
  didsCursor,
  itemsCursor,
  recordsCursor,
  subjectsCursor,
} from './link-cursor.ts'
import { flag, read, readQuery, time, wholeNumber } from './parameters.ts'
import { badRequest } from './refusal.ts'

const LIMIT = 100
const MAX_LIMIT = 1000

const subject = z.string('expected a link, such as an at-uri, a DID or a web address').meta({
  description: 'What is linked to: an at-uri, a DID, a handle or any other URI.',
  examples: ['did:plc:z72i7hdynmk6r22z27h6tvur'],
})
const text = (name: string) => z.string(`expected ${name}`)

/** Given any number of times; spaces around a text do not count, and a text of nothing else neither. */
const repeated = z
  .union([z.string(), z.array(z.string())])
  .transform((given) => [given].flat().map((each) => each.trim()))
  .transform((given) => given.filter((each) => each !== ''))
  .transform((given) => (given.length === 0 ? undefined : given))
  .optional()

const limit = wholeNumber(1, MAX_LIMIT)
  .prefault(String(LIMIT))
  .meta({ description: 'How many stand on a page.' })

/** The time in which the links were indexed; half-open, and open where an end is not given. */
const span = {
  since: time.optional().meta({ description: 'Only links that were indexed then or later.' }),
  until: time.optional().meta({ description: 'Only links that were indexed before.' }),
}
const hydrate = flag().meta({
  description: 'Gives records `uri`, `cid` and `indexedAt`, and sources `last_seen`, too.',
})

export const spanQuery = z.object(span)
export const sourcesQuery = z.object({ ...span, hydrate })

/** A page of a list of any kind. */
export function pageQuery<End>({ parse }: Cursor<End>) {
  const cursor = read('the cursor of an earlier answer', parse)
    .optional()
    .meta({ description: 'The `cursor` of the page before.' })
  const reverse = flag().meta({ description: 'Turns the list around.' })
  return z.object({ ...span, limit, cursor, reverse })
}

const did = repeated.meta({
  description: 'Only links that these accounts made.',
  examples: [['did:plc:ewvi7nxzyoun6zhxrhs64oiz']],
})

export const recordsQuery = pageQuery(recordsCursor).extend({ did, hydrate })
export const didsQuery = pageQuery(didsCursor)

const pathToOther = text('the path of the other links, such as subject.uri').meta({
  description: 'Where in the same records the other links stand.',
  examples: ['list'],
})
const otherSubject = repeated.meta({
  description: 'Only where the other link is to one of these.',
  examples: [['at://did:plc:z72i7hdynmk6r22z27h6tvur/app.bsky.graph.list/3l6oveex3ii2l']],
})
const others = { pathToOther, otherSubject }
export const itemsQuery = pageQuery(itemsCursor).extend({
  ...others,
  linkDid: did,
  hydrate,
})
export const otherCountsQuery = pageQuery(subjectsCursor).extend({ ...others, did })

export type SpanQuery = z.output<typeof spanQuery>
export type SourcesQuery = z.output<typeof sourcesQuery>
export type RecordsQuery = z.output<typeof recordsQuery>
export type DidsQuery = z.output<typeof didsQuery>
export type ItemsQuery = z.output<typeof itemsQuery>
export type OtherCountsQuery = z.output<typeof otherCountsQuery>

/** What is linked to, and from where; `source` is undefined where it is written as none can be. */
export type Asked = { subject: string; source: Source | undefined }

export const source = read(
  'collection:path, such as app.bsky.feed.like:subject.uri',
  parseSource,
).meta({
  description: 'In which records, and where in them, the links stand: `collection:path`.',
  examples: ['app.bsky.graph.follow:subject'],
})

export const asked = z.object({ subject, source })

export const askedOfOld = z.object({
  target: subject,
  collection: text('a collection, such as app.bsky.feed.like').meta({
    description: 'In which records the links stand.',
    examples: ['app.bsky.graph.follow'],
  }),
  path: text('a path, such as .subject.uri').meta({
    description: 'Where in them; begins with a dot.',
    examples: ['.subject'],
  }),
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

export const recordsQueryOfOld = recordsQuery.extend({
  from_dids: text('DIDs, separated by commas')
    .optional()
    .meta({
      description: 'The same as `did`, with commas; not beside it.',
      examples: ['did:plc:ewvi7nxzyoun6zhxrhs64oiz'],
    }),
})

/** The path may hold colons, the collection may not. */
function parseSource(written: string): Source | undefined {
  const colon = written.indexOf(':')
  if (colon < 0) return undefined
  return { collection: written.slice(0, colon), path: written.slice(colon + 1) }
}
