import { isDid, targetOf } from '@orrery/shared/link-target'
import { badRequest } from './refusal.ts'

export type Operation = 'create' | 'delete'

/** What a subscriber wants. Of subjects, prefixes and DIDs one must fit, of sources too; none is all. */
export type Filter = {
  subjects: ReadonlySet<string>
  prefixes: readonly string[]
  dids: ReadonlySet<string>
  /** As `collection:path`. */
  sources: ReadonlySet<string>
  operations: ReadonlySet<Operation>
}

/** What the filter looks at. */
export type FilteredLink = {
  subject: string
  account: string | undefined
  source: string
  operation: Operation
}

const MOST = {
  wantedSubjects: 50_000,
  wantedSubjectPrefixes: 100,
  wantedSubjectDids: 10_000,
  wantedSources: 1000,
} as const
type List = keyof typeof MOST
const LISTS = Object.keys(MOST) as List[]
const LONGEST = 8192
const LONGEST_PREFIX = 512

export type SubscribeOptions = { filter: Filter; instant: boolean; cursor: string | undefined }

/** @throws Refusal naming the parameter that is wrong */
export function readSubscribeQuery(query: URLSearchParams): SubscribeOptions {
  const lists = Object.fromEntries(LISTS.map((name) => [name, query.getAll(name)]))
  const operations = query.getAll('wantedOperations').flatMap((text) => text.split(','))
  const [instant = 'false', ...more] = query.getAll('instant')
  if (!['true', 'false'].includes(instant) || more.length > 0) {
    throw badRequest('instant: expected true or false.')
  }
  return {
    filter: filterOf({ ...lists, wantedOperations: operations }),
    instant: instant === 'true',
    cursor: query.get('cursor') || undefined,
  }
}

/**
 * The filter that a client's `options_update` asks for, which replaces all that was wanted before.
 * @throws Refusal saying what is wrong
 */
export function readOptionsUpdate(text: string): Filter {
  const { type, payload } = readObject(text, 'A message')
  if (type !== 'options_update') throw badRequest('type: expected options_update.')
  return filterOf(readObject(payload, 'payload:'))
}

/** Compared to how much memory it takes. */
export function sizeOfFilter({ subjects, prefixes, dids, sources }: Filter): number {
  let size = 0
  for (const list of [subjects, prefixes, dids, sources]) {
    for (const text of list) size += text.length + 100
  }
  return size
}

export function isWanted(filter: Filter, link: FilteredLink): boolean {
  const { subjects, prefixes, dids, sources, operations } = filter
  if (!operations.has(link.operation)) return false
  if (sources.size > 0 && !sources.has(link.source)) return false
  if (wantsAllSubjects(filter)) return true
  if (subjects.has(link.subject)) return true
  if (link.account !== undefined && dids.has(link.account)) return true
  return prefixes.some((prefix) => link.subject.startsWith(prefix))
}

export function wantsAllSubjects({ subjects, prefixes, dids }: Filter): boolean {
  return subjects.size === 0 && dids.size === 0 && prefixes.length === 0
}

/** Subjects are asked for as they are stored: in any spelling of the same. */
function filterOf(lists: Record<string, unknown>): Filter {
  const subjects = listOf(lists, 'wantedSubjects').map((text) => targetOf(text)?.text ?? text)
  const prefixes = listOf(lists, 'wantedSubjectPrefixes')
  const dids = listOf(lists, 'wantedSubjectDids')
  const sources = listOf(lists, 'wantedSources')
  if (prefixes.some((prefix) => prefix.length > LONGEST_PREFIX)) {
    throw badRequest(`wantedSubjectPrefixes: expected at most ${LONGEST_PREFIX} characters each.`)
  }
  if (!dids.every(isDid)) throw badRequest('wantedSubjectDids: expected DIDs.')
  if (!sources.every((source) => /^[^:]+:./.test(source))) {
    throw badRequest(
      'wantedSources: expected collection:path, as in app.bsky.feed.like:subject.uri.',
    )
  }
  return {
    subjects: new Set(subjects),
    prefixes: [...new Set(prefixes)],
    dids: new Set(dids),
    sources: new Set(sources),
    operations: operationsOf(lists.wantedOperations ?? []),
  }
}

function listOf(lists: Record<string, unknown>, name: List): string[] {
  const list = lists[name] ?? []
  if (!Array.isArray(list) || !list.every(isText)) {
    throw badRequest(`${name}: expected a list of texts of 1 to ${LONGEST} characters.`)
  }
  if (list.length > MOST[name]) throw badRequest(`${name}: expected at most ${MOST[name]}.`)
  return list
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= LONGEST
}

function operationsOf(list: unknown): ReadonlySet<Operation> {
  if (!Array.isArray(list) || !list.every(isOperation)) {
    throw badRequest('wantedOperations: expected create, delete or both.')
  }
  return new Set(list.length > 0 ? list : ['create'])
}

function isOperation(value: unknown): value is Operation {
  return value === 'create' || value === 'delete'
}

function readObject(value: unknown, what: string): Record<string, unknown> {
  let object = value
  try {
    if (typeof value === 'string') object = JSON.parse(value)
  } catch {
    throw badRequest(`${what} is not JSON.`)
  }
  if (typeof object === 'object' && object !== null && !Array.isArray(object)) return { ...object }
  throw badRequest(`${what} expected an object.`)
}
