import { normaliseAtUri } from './at-uri.ts'
import { normaliseUri } from './uri.ts'

/** What a link points at, in the one spelling under which it is stored and asked for. */
export type Target = { kind: TargetKind; text: string }
export type TargetKind = 'at-uri' | 'did' | 'uri'

const COLON = 0x3a
const DID = /^did:[a-z]+:[\w.:%-]+$/
const MAX_DID_BYTES = 2048

/**
 * The target that a string is, taken whole: an at-uri, else a DID, else any URI with a scheme.
 * Nothing is searched for inside a text, but `mailto:a@b.example`, `re:` or `C:/Users` are URIs.
 * The rules are those of the Constellation backlink index, so that the same targets are found.
 */
export function targetOf(text: string): Target | undefined {
  if (!beginsWithScheme(text)) return undefined

  const atUri = normaliseAtUri(text)
  if (atUri !== undefined) return { kind: 'at-uri', text: atUri }
  if (isDid(text)) return { kind: 'did', text }
  const uri = normaliseUri(text)
  return uri === undefined ? undefined : { kind: 'uri', text: uri }
}

/** Looser than the DID syntax of atproto in what may be escaped, and kept as it is written. */
export function isDid(text: string): boolean {
  return text.length <= MAX_DID_BYTES && DID.test(text) && !text.endsWith(':')
}

/** A letter, then letters, digits and `+ - .` up to a colon: most strings fail in a few steps. */
function beginsWithScheme(text: string): boolean {
  if (!isLetter(text.charCodeAt(0))) return false
  const colon = text.indexOf(':')
  for (let at = 1; at < colon; at++) {
    if (!isSchemeCode(text.charCodeAt(at))) return false
  }
  return colon > 0
}

function isLetter(code: number): boolean {
  const lowered = code | 0x20
  return lowered >= 0x61 && lowered <= 0x7a
}

/** The marks are `+`, `-` and `.`; digits are 0x30 to 0x39. */
function isSchemeCode(code: number): boolean {
  const isDigit = code >= 0x30 && code < COLON
  return isLetter(code) || isDigit || code === 0x2b || code === 0x2d || code === 0x2e
}
