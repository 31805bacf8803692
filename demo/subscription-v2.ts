import {
  collectionsOf,
  type Filter,
  isDid,
  isNsid,
  MAX_COLLECTIONS,
  MAX_DIDS,
  type Refusal,
} from './subscription-filter.ts'

export type Subscription = {
  filter: Filter
  cursor: number | undefined
  /** The id of the dictionary by which frames are to be compressed. */
  dictionaryId: number | undefined
}

const KINDS = ['commit', 'identity', 'account', 'sync']

/** What a parameter of v1 is called here, or why there is none. */
const REPLACEMENTS: Record<string, string> = {
  wantedCollections: 'use collections',
  wantedDids: 'use dids',
  compress: 'use zstdDictionary=<id> with the dictionary from getZstdDictionary',
  requireHello: 'this endpoint is server-push only, and takes no messages of its clients',
}

/**
 * The query of `network.bsky.jetstream.subscribeEvents`, by its lexicon: nothing that would filter
 * otherwise than its sender thinks is let through. Parameters that nobody knows are ignored.
 */
export function parseSubscription(query: URLSearchParams): Subscription | Refusal {
  const old = Object.keys(REPLACEMENTS).find((name) => query.has(name))
  if (old) return { refused: `${old} is a parameter of /subscribe: ${REPLACEMENTS[old]}` }
  const filter = filterOf(query)
  if ('refused' in filter) return filter
  const cursor = integerOf(query, 'cursor', 0, Number.MAX_SAFE_INTEGER)
  if (typeof cursor === 'object') return cursor
  const dictionaryId = integerOf(query, 'zstdDictionary', 1, 2 ** 32 - 1)
  if (typeof dictionaryId === 'object') return dictionaryId
  return { filter, cursor, dictionaryId }
}

function filterOf(query: URLSearchParams): Filter | Refusal {
  const [kinds, names, dids] = [
    query.getAll('kinds'),
    query.getAll('collections'),
    query.getAll('dids'),
  ]
  const unknown = kinds.find((kind) => !KINDS.includes(kind))
  if (unknown !== undefined) {
    return { refused: `unknown kind ${JSON.stringify(unknown)}: there are ${KINDS.join(', ')}` }
  }
  const bad = names.find((name) => !isNsid(name.replace(/\.\*$/, '.x')))
  if (bad !== undefined) {
    return { refused: `${JSON.stringify(bad)} is neither an NSID nor a prefix like app.bsky.*` }
  }
  const badDid = dids.find((did) => !isDid(did))
  if (badDid !== undefined) return { refused: `${JSON.stringify(badDid)} is not a DID` }
  const accounts = new Set(dids)
  if (new Set(names).size > MAX_COLLECTIONS || accounts.size > MAX_DIDS) {
    return { refused: `at most ${MAX_COLLECTIONS} collections and ${MAX_DIDS} dids are allowed` }
  }
  if (names.length > 0 && kinds.length > 0 && !kinds.includes('commit')) {
    return { refused: 'collections can never apply: kinds excludes commit' }
  }
  const maxBytes = integerOf(query, 'maxMessageSizeBytes', 0, 2 ** 32 - 1)
  if (typeof maxBytes === 'object') return maxBytes
  return {
    kinds: new Set(kinds),
    ...collectionsOf(names),
    dids: accounts,
    maxBytes: maxBytes ?? 0,
  }
}

/** An integer of the query between two bounds; an empty one is none. */
function integerOf(
  query: URLSearchParams,
  name: string,
  least: number,
  most: number,
): number | undefined | Refusal {
  const text = query.get(name)
  if (!text) return undefined
  const value = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN
  if (value >= least && value <= most) return value
  return {
    refused: `${name} must be an integer from ${least} to ${most}, not ${JSON.stringify(text)}`,
  }
}
