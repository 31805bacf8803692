import { isIPv6 } from 'node:net'

const NOT_IN_USERINFO = /[^\w.~!$&'()*+,;=:%-]/
const NOT_IN_NAME = /[^\w.~!$&'()*+,;=%-]/
const NOT_IN_PATH = /[^\w.~!$&'()*+,;=:@/%-]/
const NOT_IN_QUERY = /[^\w.~!$&'()*+,;=:@/?%-]/
const SCHEME = /^[a-z][a-z\d+.-]*$/i
const IP_FUTURE = /^v[\da-f]+\.[\w.~!$&'()*+,;=:-]+$/i
const BROKEN_ESCAPE = /%(?![\da-f]{2})/i
const ESCAPE = /%[\da-f]{2}/gi
const UNRESERVED = /[\w.~-]/

/**
 * The normal form of a URI with a scheme (RFC 3986, section 6.2.2), or undefined where the text is
 * not one: the host and scheme in lower case, percent escapes as `normaliseEscapes`, dot segments
 * removed from absolute paths, an empty port dropped. Nothing depends on the scheme: a default port
 * stays and an empty path stays empty. Non-ASCII text is not a URI.
 */
export function normaliseUri(text: string): string | undefined {
  const colon = text.indexOf(':')
  const scheme = text.slice(0, Math.max(colon, 0))
  if (!SCHEME.test(scheme)) return undefined

  const normal = normaliseEscapes(text.slice(colon + 1))
  if (normal === undefined) return undefined
  const [beforeFragment, fragment] = cut(normal, '#')
  const [hierarchy, query] = cut(beforeFragment, '?')
  if (NOT_IN_QUERY.test(query.slice(1)) || NOT_IN_QUERY.test(fragment.slice(1))) return undefined

  const located = normaliseHierarchy(hierarchy)
  return located === undefined ? undefined : `${scheme.toLowerCase()}:${located}${query}${fragment}`
}

/**
 * Percent escapes of unreserved characters decoded, the digits of all others in upper case; or
 * undefined where a `%` is not followed by two hexadecimal digits.
 */
export function normaliseEscapes(text: string): string | undefined {
  if (!text.includes('%')) return text
  if (BROKEN_ESCAPE.test(text)) return undefined
  return text.replace(ESCAPE, (triplet) => {
    const character = String.fromCharCode(Number.parseInt(triplet.slice(1), 16))
    return UNRESERVED.test(character) ? character : triplet.toUpperCase()
  })
}

/** RFC 3986, section 5.2.4, for a path that begins with a slash; double slashes are kept. */
export function removeDotSegments(path: string): string {
  if (!path.includes('/.')) return path
  const kept: string[] = []
  const segments = path.split('/').slice(1)
  for (const segment of segments) {
    if (segment === '..') kept.pop()
    else if (segment !== '.') kept.push(segment)
  }
  const last = segments.at(-1)
  if (last === '.' || last === '..') kept.push('')
  return `/${kept.join('/')}`
}

/** True where every character may stand in a path. */
export function isPath(text: string): boolean {
  return !NOT_IN_PATH.test(text)
}

/** The text before a mark, and the rest with the mark in front, empty where there is none. */
export function cut(text: string, mark: string): [before: string, rest: string] {
  const at = text.indexOf(mark)
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at)]
}

function normaliseHierarchy(text: string): string | undefined {
  if (!text.startsWith('//')) {
    if (!isPath(text)) return undefined
    const path = text.startsWith('/') ? removeDotSegments(text) : text
    // Without an authority a leading `//` would be read as one.
    return path.startsWith('//') ? `/.${path}` : path
  }

  const [authority, path] = cut(text.slice(2), '/')
  const host = normaliseAuthority(authority)
  return host === undefined || !isPath(path) ? undefined : `//${host}${removeDotSegments(path)}`
}

function normaliseAuthority(text: string): string | undefined {
  const at = text.indexOf('@')
  const userinfo = text.slice(0, at + 1)
  if (NOT_IN_USERINFO.test(userinfo.slice(0, -1))) return undefined

  const [, host = '', port = ''] = /^(\[[^\]]*\]|[^:]*)(?::(.*))?$/s.exec(text.slice(at + 1)) ?? []
  if (/\D/.test(port) || !isHost(host)) return undefined
  const lowered = host.toLowerCase().replace(ESCAPE, (triplet) => triplet.toUpperCase())
  return `${userinfo}${lowered}${port && `:${port}`}`
}

function isHost(text: string): boolean {
  if (!text.startsWith('[')) return !NOT_IN_NAME.test(text)
  const literal = text.slice(1, -1)
  return IP_FUTURE.test(literal) || (isIPv6(literal) && !literal.includes('%'))
}
