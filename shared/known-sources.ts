import { KNOWN_COLLECTIONS, KNOWN_SOURCES } from './known-names.ts'

/** Where in the records of a collection a link stands: `collection:path`, as people write it. */
export type Source = { collection: string; path: string }

const SOURCES: readonly Source[] = KNOWN_SOURCES.map(parseSource)

const SOURCE_CODES = new Map<string, Map<string, number>>()
for (const [index, { collection, path }] of SOURCES.entries()) {
  const codes = SOURCE_CODES.get(collection) ?? new Map<string, number>()
  SOURCE_CODES.set(collection, codes.set(path, index + 1))
}

const COLLECTION_CODES = new Map(KNOWN_COLLECTIONS.map((nsid, index) => [nsid, index + 1]))

/** The code of a well-known source, from 1 up; 0 is never one, it is free to mean "as text". */
export function sourceCode(collection: string, path: string): number | undefined {
  return SOURCE_CODES.get(collection)?.get(path)
}

/** Throws a RangeError for a code that no version up to this one has written. */
export function sourceOf(code: number): Source {
  const source = SOURCES[code - 1]
  if (source === undefined) throw new RangeError(`No source has the code ${code}`)
  return source
}

/** The code of a well-known collection, from 1 up; 0 is never one. */
export function collectionCode(nsid: string): number | undefined {
  return COLLECTION_CODES.get(nsid)
}

/** Throws a RangeError for a code that no version up to this one has written. */
export function collectionOf(code: number): string {
  const nsid = KNOWN_COLLECTIONS[code - 1]
  if (nsid === undefined) throw new RangeError(`No collection has the code ${code}`)
  return nsid
}

/** An NSID has no colon, so the first one ends it. */
export function parseSource(text: string): Source {
  const colon = text.indexOf(':')
  return { collection: text.slice(0, colon), path: text.slice(colon + 1) }
}

/** How a source is written. */
export function sourceText({ collection, path }: Source): string {
  return `${collection}:${path}`
}
