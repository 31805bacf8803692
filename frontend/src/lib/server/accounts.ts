import type { Profile, Shown } from '@orrery/shared/circle'
import { isNamed } from '@orrery/shared/circle-person'
import { readCall } from './api.ts'

const PROFILES_PER_QUESTION = 100

/** Accounts whose handle or name begins like the text, best first; at most ten. */
export async function findAccounts(text: string): Promise<Profile[]> {
  if (text.trim() === '') return []
  const { actors } = await readCall('/search', { q: text })
  return actors
}

/** What is known about accounts, by DID; at most 100. Accounts of `known` are not asked for again. */
export async function readProfiles(dids: string[], known: Shown[]): Promise<Map<string, Profile>> {
  const profiles = new Map(known.filter(isNamed).map((profile) => [profile.did, profile]))
  const missing = dids.filter((did) => !profiles.has(did)).slice(0, PROFILES_PER_QUESTION)
  if (missing.length === 0) return profiles

  const answer = await readCall('/profiles', { actor: missing })
  for (const profile of answer.profiles) profiles.set(profile.did, profile)
  return profiles
}

/** What stands for an account of which nothing is known but its DID, or not even that. */
export function unknownProfile<Did extends string | null>(did: Did) {
  return { did, handle: null, displayName: null, avatar: null }
}
