/** What somebody who typed this looks for: an account by its handle or DID, or a name. */
export type SearchQuery =
  | { kind: 'actor'; actor: string }
  | { kind: 'name'; name: string }
  | { kind: 'nothing' }

const DID = /^did:[a-z]+:[a-zA-Z0-9._:%-]*[a-zA-Z0-9._-]$/
const HANDLE = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/
const AT_URI = /^at:\/\/([^/?#]+)/
const PROFILE_PAGE = /^(?:https?:\/\/)?(?:www\.)?(?:[a-z]+\.)?bsky\.app\/profile\/([^/?#]+)/i
const INVISIBLE = /[\p{Cf}\p{Cc}]/gu

/**
 * Reads a search: a handle with or without `@`, a DID, the address of a profile or a post on
 * bsky.app, an at-uri, else a name. Handles are lower-cased (https://atproto.com/specs/handle).
 */
export function searchQueryOf(text: string): SearchQuery {
  const typed = cleanOf(text)
  const pointed = AT_URI.exec(typed)?.[1] ?? PROFILE_PAGE.exec(typed)?.[1]
  const name = (pointed === undefined ? typed : decoded(pointed)).replace(/^@/, '').trim()

  if (name === '') return { kind: 'nothing' }
  const actor = actorOf(name)
  return actor === undefined ? { kind: 'name', name } : { kind: 'actor', actor }
}

/** The account that a DID or a handle without `@` names, as the API wants it. */
export function actorOf(name: string): string | undefined {
  if (DID.test(name)) return name
  const handle = name.toLowerCase()
  return HANDLE.test(handle) ? handle : undefined
}

/** What somebody typed or pasted, without the characters that only come along. */
export function cleanOf(text: string): string {
  return text.replace(INVISIBLE, '').trim()
}

/** The path of the page of an account that is given by its handle or DID. */
export function pagePathOf(actor: string): string {
  return actor.startsWith('did:') ? `/${actor.replaceAll('%', '%25')}` : `/@${actor}`
}

/** A part of an address without its percent escapes. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    // Not an encoded text, so it is meant as it stands.
    return text
  }
}
