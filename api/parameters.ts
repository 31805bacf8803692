import { normaliseAtUri, parseAtUri } from '@orrery/shared/at-uri'
import { DAY } from '@orrery/shared/step'
import { z } from 'zod'
import { type Actor, isDid, parseActor } from './actor.ts'
import { badRequest } from './refusal.ts'
import { parseWindow, WINDOW_FORM } from './window.ts'

const PROFILES = 100
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

export const window = read(WINDOW_FORM, parseWindow).default(2 * DAY)
export const direction = z
  .enum(['both', 'sent', 'received'], 'expected both, sent or received')
  .default('both')

export const interactionsQuery = z.object({ window, direction })

export const pairQuery = z.object({ window })

export const recordQuery = z.object({
  uri: read('the at-uri of a record, such as at://did:plc:…/app.bsky.feed.like/…', recordOf),
})

const someDids = `expected 1 to ${PROFILES} DIDs`

export const profilesQuery = z.object({
  actor: z
    .union([z.string().transform((one) => [one]), z.array(z.string())], someDids)
    .refine((dids) => dids.length <= PROFILES && dids.every(isDid), someDids),
})

export const searchQuery = z.object({
  q: read(`a text of 1 to ${SEARCH_LENGTH} characters`, (text) => {
    const wanted = text.trim().replace(/^@/, '')
    return wanted === '' || wanted.length > SEARCH_LENGTH ? undefined : wanted
  }),
})

export type InteractionsQuery = z.output<typeof interactionsQuery>
export type PairQuery = z.output<typeof pairQuery>
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
