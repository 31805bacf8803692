import {
  collectionsOf,
  type Filter,
  isDid,
  isNsid,
  MAX_COLLECTIONS,
  MAX_DIDS,
  type Refusal,
} from './subscription-filter.ts'

export type Subscription = { filter: Filter; cursor: number | undefined; requireHello: boolean }

/** A message that is no JSON or of the wrong shape is `garbled`, one with bad options `refused`. */
export type ClientMessage = { filter: Filter } | { garbled: string } | Refusal | 'ignored'

/** A sync event is never sent. */
const KINDS = new Set(['commit', 'identity', 'account'])
const MAX_BYTES = 2 ** 32 - 1

/** The query of `/subscribe`, by the rules of Jetstream v1. */
export function parseSubscription(query: URLSearchParams): Subscription | Refusal {
  const cursor = query.get('cursor') || undefined
  if (cursor !== undefined && !/^\d{1,18}$/.test(cursor)) {
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
  if (!message) return { garbled: 'a message must be a JSON object' }
  if (message.type !== 'options_update') return 'ignored'
  const payload = asObject(message.payload)
  if (!payload) return { garbled: 'options_update needs a payload' }
  const { wantedCollections, wantedDids, maxMessageSizeBytes } = payload
  const [collections, dids] = [wantedCollections ?? [], wantedDids ?? []]
  if (!isTexts(collections) || !isTexts(dids)) {
    return { garbled: 'wantedCollections and wantedDids must be arrays of strings' }
  }
  const bytes = maxMessageSizeBytes ?? 0
  if (!Number.isInteger(bytes)) return { garbled: 'maxMessageSizeBytes must be an integer' }
  const filter = filterOf(collections, dids, Math.max(0, Number(bytes)))
  return 'refused' in filter ? filter : { filter }
}

/** Values that are named twice count once; the head of `app.bsky.*` may be anything. */
function filterOf(names: string[], dids: string[], maxBytes: number): Filter | Refusal {
  const bad = names.find((name) => !name.endsWith('.*') && !isNsid(name))
  if (bad !== undefined) {
    return { refused: `${JSON.stringify(bad)} is neither an NSID nor a prefix like app.bsky.*` }
  }
  if (new Set(names).size > MAX_COLLECTIONS) {
    return { refused: `at most ${MAX_COLLECTIONS} wantedCollections are allowed` }
  }
  const badDid = dids.find((did) => !isDid(did))
  if (badDid !== undefined) return { refused: `${JSON.stringify(badDid)} is not a DID` }
  const accounts = new Set(dids)
  if (accounts.size > MAX_DIDS) return { refused: `at most ${MAX_DIDS} wantedDids are allowed` }
  return { kinds: KINDS, ...collectionsOf(names), dids: accounts, maxBytes }
}

/** Anything but a positive integer of 32 bits means no limit. */
function byteLimitOf(text: string | null): number {
  const bytes = text !== null && /^\d{1,15}$/.test(text) ? Number(text) : 0
  return bytes > MAX_BYTES ? 0 : bytes
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
