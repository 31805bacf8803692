import { normaliseAtUri, parseAtUri } from '@orrery/shared/at-uri'
import { z } from 'zod'
import { type Actor, isDid, parseActor } from './actor.ts'
import { filterFields } from './filters.ts'
import { badRequest } from './refusal.ts'
import { parseWindow, WINDOW_FORM } from './window.ts'

const PROFILES = 100
const ROWS = 1000
const SEARCH_LENGTH = 100

/** @throws Refusal where the text is neither a DID nor a handle */
export function readActor(text: string | undefined): Actor {
  const actor = parseActor(text ?? '')
  if (actor === undefined) throw badRequest('actor: expected a DID or a handle.')
  return actor
}

/** A single parameter, and what it must be, for the sentence that refuses another. */
export function read<Value>(expected: string, parse: (text: string) => Value | undefined) {
  return z.string(`expected ${expected}`).transform((text, context) => {
    const value = parse(text)
    if (value !== undefined) return value
    context.addIssue(`expected ${expected}`)
    return z.NEVER
  })
}

/** In milliseconds. */
export const time = read('a time, such as 2026-11-20T13:00:00Z', (written) => {
  const isTime = z.iso.datetime({ offset: true }).safeParse(written).success
  return isTime ? Date.parse(written) : undefined
}).meta({ format: 'date-time', examples: ['2026-11-20T13:00:00Z'] })

export function wholeNumber(least: number, most: number) {
  return read(`a whole number from ${least} to ${most}`, (written) => {
    const number = /^\d{1,9}$/.test(written) ? Number(written) : Number.NaN
    return number >= least && number <= most ? number : undefined
  }).meta({ type: 'integer', minimum: least, maximum: most })
}

/** Where there is none, `word` counts. */
export function flag(word: 'true' | 'false' = 'false') {
  return z
    .enum(['true', 'false'], 'expected true or false')
    .default(word)
    .transform((given) => given === 'true')
}

export const window = read(WINDOW_FORM, parseWindow)
  .prefault('48h')
  .meta({
    description:
      'Which time: up to now, `all` that is kept, or from a time up to another, of which what lies ' +
      'further back than the records are kept is told by the hour.',
    examples: ['24h', '2026-11-19..2026-11-20'],
  })
export const direction = z
  .enum(['both', 'sent', 'received'], 'expected both, sent or received')
  .default('both')
  .meta({ description: 'Whose interactions: those the account made, those it got, or both.' })

const limit = wholeNumber(1, ROWS)
  .optional()
  .meta({ description: 'How many rows; else all, or the first hundred where there are filters.' })

/** Without a limit all rows are given, or the first hundred where there are filters. */
export const interactionsQuery = z.object({ window, direction, limit, ...filterFields })

export const pairQuery = z.object({ window })

export const activityQuery = z.object({
  window,
  step: z.enum(['hour', 'day'], 'expected hour or day').default('hour').meta({
    description: 'How long each step is; of what is kept by the day, the first hour has all.',
  }),
})

export const recordQuery = z.object({
  uri: read('the at-uri of a record, such as at://did:plc:…/app.bsky.feed.like/…', recordOf).meta({
    description: 'The at-uri of a record; its account may stand in it by its handle.',
    examples: ['at://did:plc:z72i7hdynmk6r22z27h6tvur/app.bsky.feed.post/3l6oveex3ii2l'],
  }),
})

const someDids = `expected 1 to ${PROFILES} DIDs`

export const profilesQuery = z.object({
  actor: z
    .union([z.string().transform((one) => [one]), z.array(z.string())], someDids)
    .refine((dids) => dids.length <= PROFILES && dids.every(isDid), someDids)
    .meta({
      description: 'DIDs of accounts.',
      maxItems: PROFILES,
      examples: [['did:plc:z72i7hdynmk6r22z27h6tvur']],
    }),
})

export const searchQuery = z.object({
  q: read(`a text of 1 to ${SEARCH_LENGTH} characters`, (text) => {
    const wanted = text.trim().replace(/^@/, '')
    return wanted === '' || wanted.length > SEARCH_LENGTH ? undefined : wanted
  }).meta({
    description: 'What names begin with, of accounts, or hold, of collections.',
    minLength: 1,
    maxLength: SEARCH_LENGTH,
    examples: ['bsky'],
  }),
})

export type InteractionsQuery = z.output<typeof interactionsQuery>
export type PairQuery = z.output<typeof pairQuery>
export type ActivityQuery = z.output<typeof activityQuery>
export type RecordQuery = z.output<typeof recordQuery>

/**
 * The parameters of a query; ones that the schema does not know are ignored.
 * @throws Refusal naming the first that is wrong and what was expected
 */
export function readQuery<Schema extends z.ZodObject>(
  schema: Schema,
  query: unknown,
): z.output<Schema> {
  const result = schema.safeParse(query)
  if (result.success) return result.data
  const [issue] = result.error.issues
  throw badRequest(`${String(issue?.path[0])}: ${issue?.message}.`)
}

/** The record that an at-uri names, by whatever name its account goes in it. */
function recordOf(text: string) {
  const uri = parseAtUri(normaliseAtUri(text) ?? '')
  if (uri?.collection === undefined || uri.rkey === undefined || uri.rest !== '') return undefined
  const actor = parseActor(uri.authority)
  return actor && { actor, collection: uri.collection, rkey: uri.rkey }
}
