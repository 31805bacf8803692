import type { LoggedEvent } from './event-log.ts'

/** What a client wants to see. An empty set filters nothing; zero bytes means no limit. */
export type Filter = {
  kinds: Set<string>
  collections: Set<string>
  /** Heads of `app.bsky.*`, with their final dot. */
  prefixes: string[]
  dids: Set<string>
  /** Of a frame, before it is compressed. */
  maxBytes: number
}

/** Why a request or an update is not accepted, as one sentence. */
export type Refusal = { refused: string }

export const MAX_COLLECTIONS = 100
export const MAX_DIDS = 10_000
const NSID =
  /^[a-z](?:[a-z\d-]{0,61}[a-z\d])?(?:\.[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?)+\.[a-z][a-z\d]{0,62}$/i
const DID = /^did:[a-z]+:[\w.:%-]*[\w.-]$/

/** Collections filter commits only; kinds and DIDs filter every event. */
export function wants(filter: Filter, { kind, did, collection }: LoggedEvent): boolean {
  if (filter.kinds.size > 0 && !filter.kinds.has(kind)) return false
  if (filter.dids.size > 0 && !filter.dids.has(did)) return false
  if (collection === undefined) return true
  if (filter.collections.size === 0 && filter.prefixes.length === 0) return true
  return (
    filter.collections.has(collection) ||
    filter.prefixes.some((prefix) => collection.startsWith(prefix))
  )
}

/** Whether a frame is larger than the filter lets through. */
export function isTooLarge(filter: Filter, frame: string | Buffer): boolean {
  return filter.maxBytes > 0 && Buffer.byteLength(frame) > filter.maxBytes
}

/** The part of a filter that names collections: whole ones, and heads with `.*`. */
export function collectionsOf(names: string[]): Pick<Filter, 'collections' | 'prefixes'> {
  const wanted = [...new Set(names)]
  return {
    collections: new Set(wanted.filter((name) => !name.endsWith('*'))),
    prefixes: wanted.filter((name) => name.endsWith('*')).map((name) => name.slice(0, -1)),
  }
}

export function isNsid(name: string): boolean {
  return NSID.test(name) && name.length <= 317
}

export function isDid(text: string): boolean {
  return DID.test(text) && text.length <= 2048
}
