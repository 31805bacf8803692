import type { HourSpan } from '@orrery/shared/collection-spans'
import { nsid } from '@orrery/shared/event'
import { DAY, HOUR } from '@orrery/shared/step'
import { z } from 'zod'
import { type ListEnd, listCursors, type Order } from './collection-cursor.ts'
import { read, readQuery, time, wholeNumber } from './parameters.ts'
import { badRequest } from './refusal.ts'

const LIMIT = 100
const RANKED_LIMIT = 32
const MAX_LIMIT = 200
const MOST_NAMES = 100
const AHEAD = 2 * HOUR
const WEEK = 7 * DAY

const span = {
  since: time.optional().meta({ description: 'From when on, cut down to the hour.' }),
  until: time.optional().meta({ description: 'Up to when, cut up to the hour.' }),
}

const limit = wholeNumber(1, MAX_LIMIT)
  .optional()
  .meta({ description: `How many stand on a page; else ${LIMIT}, ${RANKED_LIMIT} in an order.` })

const order = z
  .enum(['records-created', 'dids-estimate'], 'expected records-created or dids-estimate')
  .optional()
  .meta({ description: 'Most first by that; else by name.' })

const cursor = z
  .string('expected one')
  .optional()
  .meta({ description: 'The `cursor` of the page before.' })

export const listQuery = z.object({ ...span, limit, order, cursor })

export const prefixQuery = listQuery.extend({
  prefix: read('the first two or more segments of an NSID, such as app.bsky', (text) => {
    return text.includes('.') && nsid.safeParse(`${text}.name`).success ? text : undefined
  }).meta({
    description: 'What the names begin with, up to a dot.',
    examples: ['app.bsky'],
  }),
})

/** Given any number of times, or with commas. */
const names = z
  .union([z.string(), z.array(z.string())], 'expected an NSID, such as app.bsky.feed.like')
  .transform((given) => [...new Set([given].flat().flatMap((each) => each.split(',')))])
  .refine(
    (all) => all.length <= MOST_NAMES && all.every((name) => nsid.safeParse(name).success),
    `expected 1 to ${MOST_NAMES} NSIDs, such as app.bsky.feed.like`,
  )
  .meta({
    description: 'NSIDs of collections; also with commas between them.',
    maxItems: MOST_NAMES,
    examples: [['app.bsky.feed.like']],
  })

export const statsQuery = z.object({ ...span, collection: names })
export const recordsQuery = z.object({ collection: names.optional() })

export const seriesQuery = statsQuery.extend({
  step: read('a number of seconds, at least 3600', (written) => {
    const seconds = /^\d{1,9}$/.test(written) ? Number(written) : 0
    return seconds >= 3600 ? Math.floor(seconds / 3600) : undefined
  })
    .prefault('86400')
    .meta({
      description: 'How many seconds a point stands for; whole hours.',
      type: 'integer',
      minimum: 3600,
      maximum: 999_999_999,
    }),
})

/** A page of a list, as it is asked for. */
export type ListQuery = {
  prefix: string | undefined
  span: HourSpan | undefined
  order: Order
  limit: number
  asOf: number
  after: ListEnd | undefined
  writeCursor: (end: ListEnd) => string
}

/** @throws Refusal */
export function readListQuery(query: unknown, now: number): ListQuery {
  return readList('collections', { ...readQuery(listQuery, query), prefix: undefined }, now)
}

/** @throws Refusal */
export function readPrefixQuery(query: unknown, now: number): ListQuery & { prefix: string } {
  const read = readQuery(prefixQuery, query)
  return { ...readList('prefix', read, now), prefix: read.prefix }
}

type ListParameters = z.output<typeof listQuery> & { prefix: string | undefined }

/** A list that is read on is that of its first page, and so is the time that it is up to. */
const LONGEST_READING = HOUR
const FRESH = 10_000

/** The time that lists are as of which are read now; many who ask share one. */
export function asOfNow(now: number): number {
  return now - (now % FRESH)
}

function readList(
  list: 'collections' | 'prefix',
  { limit, order, cursor, prefix, ...times }: ListParameters,
  now: number,
): ListQuery {
  const { write, parse } = listCursors[list][order ?? 'name']
  const after = cursor === undefined ? undefined : parse(cursor)
  if (cursor !== undefined && after === undefined) {
    throw badRequest('cursor: expected the cursor of an earlier answer in the same order.')
  }
  const isRecent = after && after.asOf <= now && after.asOf > now - LONGEST_READING
  const asOf = isRecent ? after.asOf : asOfNow(now)
  const isEver = times.since === undefined && times.until === undefined
  return {
    prefix,
    span: isEver ? undefined : spanOf(times, asOf, 0),
    order: order ?? 'name',
    limit: limit ?? (order ? RANKED_LIMIT : LIMIT),
    asOf,
    after,
    writeCursor: write,
  }
}

/** @throws Refusal */
export function readStatsQuery(query: unknown, now: number) {
  const { collection, ...times } = readQuery(statsQuery, query)
  return { names: collection, span: spanOf(times, now, now - WEEK) }
}

/** `step` is in hours. @throws Refusal */
export function readSeriesQuery(query: unknown, now: number) {
  const { collection, step, ...times } = readQuery(seriesQuery, query)
  return { names: collection, span: spanOf(times, now, now - WEEK), step }
}

/** Undefined where none is named. @throws Refusal */
export function readRecordsQuery(query: unknown): string[] | undefined {
  return readQuery(recordsQuery, query).collection
}

type Times = { since?: number | undefined; until?: number | undefined }

/** Whole hours: the one that `since` lies in, and those that begin before `until`. */
function spanOf({ since, until }: Times, now: number, earliest: number): HourSpan {
  for (const [name, at] of [['since', since] as const, ['until', until] as const]) {
    if (at !== undefined && (at < 0 || at > now + AHEAD)) {
      throw badRequest(`${name}: expected a time from 1970 to two hours from now.`)
    }
  }
  const from = Math.max(0, Math.floor((since ?? earliest) / HOUR))
  return { from, to: Math.max(from, Math.ceil((until ?? now + 1) / HOUR)) }
}
