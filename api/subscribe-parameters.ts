import { isDid, targetOf } from '@orrery/shared/link-target'
import { z } from 'zod'
import { parseActor } from './actor.ts'
import { type Place, parseCursor } from './live-cursor.ts'
import { read, readQuery } from './parameters.ts'
import { badRequest } from './refusal.ts'
import { type Filter, OPERATIONS } from './subscribe-filter.ts'

/** Where a client begins, and the cursor that said so. */
export type Beginning = { places: Place[]; cursor: string }

export type SubscribeOptions = {
  filter: Filter
  instant: boolean
  beginning: Beginning | undefined
}

const LONGEST = 8192
const LONGEST_PREFIX = 512
const TEXTS = `expected a list of texts of 1 to ${LONGEST} characters`

const text = z.string(TEXTS).min(1, TEXTS).max(LONGEST, TEXTS)

/** @param example what one of the texts may be */
function listOf<Item extends z.ZodType>(
  item: Item,
  most: number,
  { description, example }: { description: string; example: string },
) {
  return z
    .array(item, TEXTS)
    .max(most, `expected at most ${most}`)
    .optional()
    .meta({ description, maxItems: most, examples: [[example]] })
}

const OPERATION = 'expected create, delete or both'

/** What is wanted, as the address says it and as an `options_update` does. */
const filterFields = {
  wantedSubjects: listOf(text.transform(spellingOf), 50_000, {
    description: 'Links to exactly these: at-uris, DIDs or other URIs, in any spelling.',
    example: 'at://did:plc:z72i7hdynmk6r22z27h6tvur/app.bsky.feed.post/3l6oveex3ii2l',
  }),
  wantedSubjectPrefixes: listOf(
    text.max(LONGEST_PREFIX, `expected at most ${LONGEST_PREFIX} characters each`),
    100,
    { description: 'Links to what begins so.', example: 'https://example.com/' },
  ),
  wantedSubjectDids: listOf(text.refine(isDid, 'expected DIDs'), 10_000, {
    description: 'Links to these accounts and their records.',
    example: 'did:plc:z72i7hdynmk6r22z27h6tvur',
  }),
  wantedSources: listOf(
    text.regex(/^[^:]+:./, 'expected collection:path, as in app.bsky.feed.like:subject.uri'),
    1000,
    { description: 'Links from these places.', example: 'app.bsky.feed.like:subject.uri' },
  ),
  wantedOperations: z
    .array(z.enum(OPERATIONS, OPERATION), OPERATION)
    .optional()
    .meta({
      description: 'Whether links are told when they are made, when they are gone, or both.',
      examples: [['create', 'delete']],
    }),
}

export const subscribeQuery = z.object({
  ...filterFields,
  instant: z.enum(['true', 'false'], 'expected true or false').default('false').meta({
    description: 'At once; else 21 seconds later, and never what was gone by then.',
  }),
  cursor: read('one that a message of this server gave', beginningOf)
    .optional()
    .meta({ description: 'First what came since the message that gave it.' }),
})

const update = z.object({
  type: z.literal('options_update', 'expected options_update'),
  payload: z.record(z.string(), z.unknown(), 'expected an object'),
})
const payload = z.object(filterFields)

/** @throws Refusal naming the parameter that is wrong */
export function readSubscribeQuery(query: URLSearchParams): SubscribeOptions {
  const lists = Object.keys(filterFields).map((name) => [name, query.getAll(name)] as const)
  const operations = query.getAll('wantedOperations').flatMap((each) => each.split(','))
  const { cursor, ...asked } = readQuery(subscribeQuery, {
    ...Object.fromEntries(lists),
    wantedOperations: operations,
    instant: onlyOf(query.getAll('instant')),
    cursor: onlyOf(query.getAll('cursor').filter((each) => each !== '')),
  })
  return { filter: filterOf(asked), instant: asked.instant === 'true', beginning: cursor }
}

/** Several are more than can be meant. */
function onlyOf(texts: string[]): string | string[] | undefined {
  return texts.length > 1 ? texts : texts[0]
}

/**
 * The filter that a client's `options_update` asks for, which replaces all that was wanted before.
 * @throws Refusal saying what is wrong
 */
export function readOptionsUpdate(message: string): Filter {
  return filterOf(readQuery(payload, readQuery(update, objectIn(message)).payload))
}

function filterOf(wanted: z.output<typeof payload>): Filter {
  const operations = wanted.wantedOperations ?? []
  return {
    subjects: new Set(wanted.wantedSubjects),
    prefixes: [...new Set(wanted.wantedSubjectPrefixes)],
    dids: new Set(wanted.wantedSubjectDids),
    sources: new Set(wanted.wantedSources),
    operations: new Set(operations.length > 0 ? operations : ['create']),
  }
}

/**
 * A subject as links to it are stored. What is no link fits nothing, as on Spacedust; a handle is
 * refused, because it looks as if it did.
 */
function spellingOf(written: string, context: z.RefinementCtx): string {
  const target = targetOf(written)
  if (target === undefined && parseActor(written)?.kind === 'handle') {
    context.addIssue(`expected the DID of ${written}, because links do not name handles`)
  }
  return target?.text ?? written
}

function beginningOf(cursor: string): Beginning | undefined {
  const places = parseCursor(cursor)
  return places && { places, cursor }
}

function objectIn(message: string): unknown {
  let parsed: unknown
  try {
    parsed = JSON.parse(message)
  } catch {
    throw badRequest('A message is not JSON.')
  }
  if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return parsed
  throw badRequest('A message: expected an object.')
}
