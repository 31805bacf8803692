import type { LoggedEvent } from './event-log.ts'

/** What a client wants to see. An empty set filters nothing; zero bytes means no limit. */
export type Filter = {
  collections: Set<string>
  /** Heads of `app.bsky.*`, with their final dot. */
  prefixes: string[]
  dids: Set<string>
  maxBytes: number
}

export type Subscription = { filter: Filter; cursor: number | undefined; requireHello: boolean }

/** Why a request or an update is not accepted, as one sentence. */
export type Refusal = { refused: string }

export type ClientMessage = { type: 'options'; filter: Filter } | { type: 'ignored' } | Refusal

const MAX_COLLECTIONS = 100
const MAX_DIDS = 10_000
const NSID =
  /^[a-z](?:[a-z\d-]{0,61}[a-z\d])?(?:\.[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?)+\.[a-z][a-z\d]{0,62}$/i
const PREFIX = /^[a-z\d](?:[a-z\d-]*[a-z\d])?(?:\.[a-z\d](?:[a-z\d-]*[a-z\d])?)*\.\*$/i
const DID = /^did:[a-z]+:[\w.:%-]*[\w.-]$/

/** The query of `/subscribe`, by the rules of Jetstream v1. */
export function parseSubscription(query: URLSearchParams): Subscription | Refusal {
  if (query.get('compress') === 'true') {
    return { refused: 'compress is not supported here: connect without it' }
  }
  const cursor = query.get('cursor') || undefined
  if (cursor !== undefined && !/^\d{1,16}$/.test(cursor)) {
    return { refused: `cursor must be a time in Unix microseconds, not ${JSON.stringify(cursor)}` }
  }
  const filter = filterOf(
    query.getAll('wantedCollections'),
    query.getAll('wantedDids'),
    byteLimitOf(query.get('maxMessageSizeBytes')),
  )
  if ('refused' in filter) return filter
  return {
    filter,
    cursor: cursor === undefined ? undefined : Number(cursor),
    requireHello: query.get('requireHello') === 'true',
  }
}

/** A text message of a client: an `options_update` replaces all filters, other types are ignored. */
export function parseClientMessage(text: string): ClientMessage {
  const message = parseObject(text)
  if (!message) return { refused: 'a message must be a JSON object' }
  if (message.type !== 'options_update') return { type: 'ignored' }
  const payload = asObject(message.payload)
  if (!payload) return { refused: 'options_update needs a payload' }
  const { wantedCollections = [], wantedDids = [], maxMessageSizeBytes = 0 } = payload
  if (!isTexts(wantedCollections) || !isTexts(wantedDids)) {
    return { refused: 'wantedCollections and wantedDids must be arrays of strings' }
  }
  if (!Number.isInteger(maxMessageSizeBytes)) {
    return { refused: 'maxMessageSizeBytes must be an integer' }
  }
  const filter = filterOf(wantedCollections, wantedDids, Math.max(0, Number(maxMessageSizeBytes)))
  return 'refused' in filter ? filter : { type: 'options', filter }
}

/** Collections filter commits only; DIDs and the size limit filter every kind. */
export function wants(filter: Filter, event: LoggedEvent): boolean {
  if (filter.maxBytes > 0 && event.bytes > filter.maxBytes) return false
  if (filter.dids.size > 0 && !filter.dids.has(event.did)) return false
  const { collection } = event
  if (collection === undefined) return true
  if (filter.collections.size === 0 && filter.prefixes.length === 0) return true
  return (
    filter.collections.has(collection) ||
    filter.prefixes.some((prefix) => collection.startsWith(prefix))
  )
}

function filterOf(collections: string[], dids: string[], maxBytes: number): Filter | Refusal {
  const wanted = [...new Set(collections)]
  const bad = wanted.find((name) => !PREFIX.test(name) && !(NSID.test(name) && name.length <= 317))
  if (bad !== undefined) {
    return { refused: `${JSON.stringify(bad)} is neither an NSID nor a prefix like app.bsky.*` }
  }
  if (wanted.length > MAX_COLLECTIONS) {
    return { refused: `at most ${MAX_COLLECTIONS} wantedCollections are allowed` }
  }
  const accounts = new Set(dids)
  const badDid = dids.find((did) => !DID.test(did) || did.length > 2048)
  if (badDid !== undefined) return { refused: `${JSON.stringify(badDid)} is not a DID` }
  if (accounts.size > MAX_DIDS) return { refused: `at most ${MAX_DIDS} wantedDids are allowed` }
  return {
    collections: new Set(wanted.filter((name) => !name.endsWith('*'))),
    prefixes: wanted.filter((name) => name.endsWith('*')).map((name) => name.slice(0, -1)),
    dids: accounts,
    maxBytes,
  }
}

/** Anything but a positive integer means no limit, as in Jetstream v1. */
function byteLimitOf(text: string | null): number {
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : 0
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    return asObject(JSON.parse(text))
  } catch {
    return undefined // not JSON: the caller refuses the message
  }
}

function asObject(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? { ...value }
    : undefined
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string')
}
