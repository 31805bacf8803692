import type { Profile, Shown } from '@orrery/shared/circle'
import { Refusal } from './refusal.ts'

const UNNAMED = { did: null, handle: null, displayName: null, avatar: null } as const

/** A profile as everybody may see it: a private account has no DID there, no name and no avatar. */
export function shownOf(profile: Profile): Shown {
  return profile.private ? UNNAMED : profile
}

/** @throws Refusal where the account asks not to be shown to people who are not logged in */
export function refusePrivate({ private: isPrivate }: Pick<Profile, 'private'>): void {
  if (!isPrivate) return
  const message =
    'This account asks not to be shown to people who are not logged in, and there is no login here.'
  throw new Refusal(403, 'AccountPrivate', message)
}
