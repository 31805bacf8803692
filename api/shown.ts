import { readHidden } from '@orrery/shared/account-status'
import type { Profile, Shown } from '@orrery/shared/circle'
import { keys } from '@orrery/shared/keys'
import type { Store } from '@orrery/shared/store'
import { Refusal } from './refusal.ts'
import { takeTurns } from './turns.ts'

const UNNAMED = { did: null, handle: null, displayName: null, avatar: null } as const

/** A profile as everybody may see it: a private account has no DID there, no name and no avatar. */
export function shownOf(profile: Profile): Shown {
  return profile.private ? UNNAMED : profile
}

/** Whether the account is private, for when its profile is not at hand. */
export async function rememberPrivate(
  { redis }: Store,
  did: string,
  isPrivate: boolean,
): Promise<void> {
  const writing = isPrivate
    ? redis.sAdd(keys.privateAccounts, did)
    : redis.sRem(keys.privateAccounts, did)
  // A full Redis refuses it; its profile is there to tell for a day.
  await writing.catch(() => {})
}

const ASKED_AT_ONCE = 1000

/** Those of the accounts that are known to be private, of however many. */
export async function privateAmong(
  { redis }: Store,
  dids: readonly string[],
): Promise<ReadonlySet<string>> {
  const found = new Set<string>()
  const turn = takeTurns()
  for (let at = 0; at < dids.length; at += ASKED_AT_ONCE) {
    const some = dids.slice(at, at + ASKED_AT_ONCE)
    const answers = await redis.smIsMember(keys.privateAccounts, some)
    for (const [index, did] of some.entries()) if (answers[index]) found.add(did)
    await turn()
  }
  return found
}

/** Those of the accounts that have opted out: neither what they link to nor who links to them is told. */
export async function optedOutAmong(
  store: Store,
  accounts: Iterable<number>,
): Promise<ReadonlySet<number>> {
  const hidden = await readHidden(store, new Set(accounts))
  return new Set([...hidden.keys()].filter((account) => hidden.get(account) === 'optedout'))
}

/** @throws Refusal where the account asks not to be shown to people who are not logged in */
export function refusePrivate({ private: isPrivate }: Pick<Profile, 'private'>): void {
  if (!isPrivate) return
  const message =
    'This account asks not to be shown to people who are not logged in, and there is no login here.'
  throw new Refusal(403, 'AccountPrivate', message)
}
