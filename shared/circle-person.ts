import type { Profile, Shown } from './circle.ts'

/** Dark enough for a white letter on each of them (WCAG contrast 4.5). */
export const PLACEHOLDER_COLOURS = [
  '#3a6ba5',
  '#6f58a8',
  '#9c4a72',
  '#a65035',
  '#85651a',
  '#4c7437',
  '#24766f',
  '#5263ad',
  '#8a4f86',
  '#a2474b',
  '#666a2b',
  '#3b6f89',
] as const

/** What a directory shows for an account whose handle does not lead back to it. */
const INVALID_HANDLE = 'handle.invalid'

/** What stands for an account that is private. */
const UNNAMED = 'private account'
const UNNAMED_COLOUR = '#6b7280'

type Named = Pick<Profile, 'did' | 'handle'>

/** False for an account that is private. */
export function isNamed<Account extends Shown>(
  account: Account,
): account is Account & { did: string } {
  return account.did !== null
}

/** The account's handle, or null where none is known or the known one is not valid. */
export function handleOf({ handle }: Pick<Shown, 'handle'>): string | null {
  return handle && handle !== INVALID_HANDLE ? handle : null
}

/** The path of an account's page below the site's root, without a leading slash. */
export function personPathOf(person: Named): string {
  const handle = handleOf(person)
  return handle ? `@${encodeURIComponent(handle.toWellFormed())}` : didPathOf(person.did)
}

/** `@handle`, or the DID, or words for an account that has neither here. */
export function addressOf(person: Pick<Shown, 'did' | 'handle'>): string {
  const handle = handleOf(person)
  return handle ? `@${handle}` : (person.did ?? UNNAMED)
}

/** The name an account gives itself, or its address. */
export function nameOf(person: Shown): string {
  return person.displayName?.trim() || addressOf(person)
}

/** One letter or digit to stand for an account without a picture; none for one without a name. */
export function initialOf(person: Shown): string {
  if (!isNamed(person)) return ''
  const identifier = person.did.slice(person.did.lastIndexOf(':') + 1)
  for (const text of [person.displayName, handleOf(person), identifier]) {
    const letter = text?.match(/[\p{L}\p{N}]/u)?.[0]
    if (letter) return letter.toLocaleUpperCase('en').slice(0, 2)
  }
  return '?'
}

/** The colour that stands for an account, always the same for the same DID. */
export function colourOf({ did }: Pick<Shown, 'did'>): string {
  if (did === null) return UNNAMED_COLOUR
  let hash = 0x811c9dc5
  for (let at = 0; at < did.length; at++) hash = Math.imul(hash ^ did.charCodeAt(at), 0x01000193)
  return PLACEHOLDER_COLOURS[(hash >>> 0) % PLACEHOLDER_COLOURS.length] ?? PLACEHOLDER_COLOURS[0]
}

/** The address of an account's picture, or null where it is none that a picture may load. */
export function avatarOf({ avatar }: Pick<Profile, 'avatar'>): string | null {
  return avatar && /^(https?:\/\/|data:image\/)/i.test(avatar) ? avatar : null
}

/**
 * The small version of a picture, where its host is known to have one: Bluesky's image host answers
 * the preset `avatar` with up to 1000 pixels and `avatar_thumbnail` with 128.
 */
export function thumbnailOf(person: Pick<Profile, 'avatar'>): string | null {
  return avatarOf(person)?.replace('/img/avatar/plain/', '/img/avatar_thumbnail/plain/') ?? null
}

function didPathOf(did: string): string {
  return encodeURIComponent(did.toWellFormed()).replaceAll('%3A', ':')
}
