import { cut, isPath, normaliseEscapes, removeDotSegments } from './uri.ts'

/**
 * The parts of an at-uri. `rest` is what a plain record URI does not have: further segments, a
 * query, a fragment, or the slashes of empty segments. Joined again, with the slashes between
 * them, the parts are the text.
 */
export type AtUri = {
  authority: string
  collection: string | undefined
  rkey: string | undefined
  rest: string
}

const MAX_BYTES = 8192
const NOT_ASCII = /[^\0-\x7f]/
const NORMAL = /^at:\/\/did:[a-z]+:[\w.:-]+\/[A-Za-z][\w.-]*\/[\w~:-][\w.~:-]*$/
const PARTS = /^at:\/\/([^/?#]+)(?:\/([^/?#]+)(?:\/([^/?#]+))?)?(.*)$/s

/**
 * The normal form of an at-uri, or undefined where the text is not one. The authority need not be a
 * DID or a handle, nor the path an NSID and a record key. All but a DID is lower case in the
 * authority; the path has no dot segments and no slash at its end, double slashes are kept; query
 * and fragment stay, but for their percent escapes.
 */
export function normaliseAtUri(text: string): string | undefined {
  if (text.length > MAX_BYTES || text.slice(0, 5).toLowerCase() !== 'at://') return undefined
  if (NORMAL.test(text)) return text
  if (NOT_ASCII.test(text)) return undefined

  const normal = normaliseEscapes(text.slice(5))
  if (normal === undefined) return undefined
  const [beforeFragment, fragment] = cut(normal, '#')
  const [beforeQuery, query] = cut(beforeFragment, '?')
  const [authority, path] = cut(beforeQuery, '/')
  if (authority === '' || !isPath(path)) return undefined

  const owner = authority.startsWith('did:') ? authority : authority.toLowerCase()
  const resolved = withoutEndSlashes(removeDotSegments(path))
  return `at://${owner}${resolved}${query}${fragment}`
}

/** The parts of an at-uri in normal form, or undefined for a text that does not begin like one. */
export function parseAtUri(normal: string): AtUri | undefined {
  const [, authority, collection, rkey, rest = ''] = PARTS.exec(normal) ?? []
  return authority === undefined ? undefined : { authority, collection, rkey, rest }
}

/** A regular expression would take quadratic time on slashes that are not at the end. */
function withoutEndSlashes(path: string): string {
  let end = path.length
  while (path.charAt(end - 1) === '/') end--
  return path.slice(0, end)
}
