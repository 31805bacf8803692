import type { Shown } from '@orrery/shared/circle'
import { avatarOf, isNamed } from '@orrery/shared/circle-person'

/** The widest that the small version of an avatar is. */
const SMALL = 128

/** Where this site has an account's avatar, to be drawn so many pixels wide; null where it has none. */
export function avatarPathOf(person: Shown, width: number): string | null {
  if (!isNamed(person) || avatarOf(person) === null) return null
  const path = `/avatar/${encodeURIComponent(person.did).replaceAll('%3A', ':')}`
  return width > SMALL ? `${path}?size=large` : path
}
