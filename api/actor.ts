/** An account as somebody names it. Handles are in lower case. */
export type Actor = { kind: 'did'; did: string } | { kind: 'handle'; handle: string }

const DID = /^did:[a-z]+:[a-zA-Z0-9._:%-]*[a-zA-Z0-9._-]$/
const DID_LENGTH = 2048
const HANDLE = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/
const HANDLE_LENGTH = 253

/** The syntax of https://atproto.com/specs/did, without looking at the method. */
export function isDid(text: string): boolean {
  return text.length <= DID_LENGTH && DID.test(text)
}

/**
 * A DID, or a handle (https://atproto.com/specs/handle) in any case, either with or without a
 * leading `@`; undefined where the text is neither.
 */
export function parseActor(text: string): Actor | undefined {
  const name = text.startsWith('@') ? text.slice(1) : text
  if (isDid(name)) return { kind: 'did', did: name }
  if (name.length > HANDLE_LENGTH) return undefined
  const handle = name.toLowerCase()
  return HANDLE.test(handle) ? { kind: 'handle', handle } : undefined
}
