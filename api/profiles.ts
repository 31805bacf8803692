import type { Profile } from '@orrery/shared/circle'
import { keys } from '@orrery/shared/keys'
import { type RecentMap, recentMap } from '@orrery/shared/recent-map'
import { z } from 'zod'
import { type AppView, AppViewError } from './appview.ts'
import { usesOf } from './cache-uses.ts'
import { unknownProfile } from './circle.ts'
import { rememberHandle } from './identity.ts'
import { privateAmong, rememberPrivate } from './shown.ts'
import type { Stored } from './stored.ts'

/**
 * Profiles of the accounts asked for, by DID; with nulls where the AppView shows none. Accounts that it
 * could not be asked for are missing, but for those that are known to be private.
 */
export type ReadProfiles = (
  stored: Stored,
  dids: Iterable<string>,
) => Promise<ReadonlyMap<string, Profile>>

const profile = z.object({
  did: z.string(),
  handle: z.string().nullable(),
  displayName: z.string().nullable(),
  avatar: z.string().nullable(),
  bot: z.literal(true).optional(),
  private: z.literal(true).optional(),
})

const IN_ONE_QUESTION = 25
/** About how long a profile is kept. */
export const PROFILE_HOURS = 24
const SHOWN_SECONDS = PROFILE_HOURS * 3600
const NOT_SHOWN_SECONDS = 3600
/** Shorter than browsers and proxies may give an answer again. */
const REMEMBERED_MILLISECONDS = 10_000
const REMEMBERED_PROFILES = 20_000

/**
 * Reads profiles from the cache and the rest from the AppView, once for all requests that want the
 * same at the same time. A profile is kept for about a day, that there is none for about an hour; the
 * process itself remembers for seconds what the cache held.
 * @param random from 0 up to 1: spreads expiries, so that what came together is not missing together
 */
export function openProfiles(
  appView: Pick<AppView, 'profilesOf'>,
  random: () => number = Math.random,
  clock: () => number = Date.now,
): ReadProfiles {
  const memories = new WeakMap<Stored, RecentMap<string, Remembered>>()
  const underway = new Map<string, Promise<Profile | undefined>>()
  const uses = usesOf('profiles')

  /** Undefined for those who could not be asked for. */
  async function fetchProfiles(stored: Stored, dids: string[]): Promise<Map<string, Profile>> {
    try {
      const shown = new Map((await appView.profilesOf(dids)).map((each) => [each.did, each]))
      await Promise.all(dids.map((did) => remember(stored, did, shown.get(did))))
      return new Map(dids.map((did) => [did, shown.get(did) ?? unknownProfile(did)]))
    } catch (error) {
      if (error instanceof AppViewError) return knownPrivate(stored, dids)
      throw error
    }
  }

  async function remember({ documents, store }: Stored, did: string, shown?: Profile) {
    const seconds = shown ? SHOWN_SECONDS : NOT_SHOWN_SECONDS
    const spread = Math.round(seconds * (0.9 + 0.2 * random()))
    const document = shown ?? unknownProfile(did)
    // A full Redis refuses it; then it is asked for again.
    await documents.set(keys.profile(did), document, spread).catch(() => {})
    await rememberPrivate(store, did, shown?.private === true)
    if (shown?.handle) await rememberHandle(store.redis, shown.handle, did)
  }

  function startFetching(stored: Stored, dids: string[]): void {
    for (let from = 0; from < dids.length; from += IN_ONE_QUESTION) {
      const group = dids.slice(from, from + IN_ONE_QUESTION)
      const fetched = fetchProfiles(stored, group)
      for (const did of group) {
        const one = fetched.then((found) => found.get(did)).finally(() => underway.delete(did))
        underway.set(did, one)
      }
    }
  }

  function memoryOf(stored: Stored): RecentMap<string, Remembered> {
    const memory = memories.get(stored) ?? recentMap(REMEMBERED_PROFILES)
    memories.set(stored, memory)
    return memory
  }

  /** Undefined for those who are not in the cache. */
  async function readCached(stored: Stored, dids: string[]): Promise<(Profile | undefined)[]> {
    const memory = memoryOf(stored)
    const now = clock()
    const remembered = dids.map((did) => memory.get(did))
    const isStale = (_: string, index: number) => (remembered[index]?.until ?? 0) <= now
    const asked = dids.filter(isStale)
    const read = await stored.documents.getMany(asked.map(keys.profile), profile)
    const found = new Map(asked.map((did, index) => [did, read[index]]))
    for (const [did, each] of found) {
      if (each) memory.set(did, { profile: each, until: now + REMEMBERED_MILLISECONDS })
    }
    return dids.map((did, index) => (found.has(did) ? found.get(did) : remembered[index]?.profile))
  }

  return async (stored, wanted) => {
    const dids = [...new Set(wanted)]
    const cached = await readCached(stored, dids)
    const missing = dids.filter((did, index) => !cached[index] && !underway.has(did))
    const hits = cached.filter((each) => each !== undefined).length
    uses.hit += hits
    uses.miss += missing.length
    uses.shared += dids.length - hits - missing.length
    startFetching(stored, missing)
    const found = await Promise.all(
      dids.map(async (did, index) => cached[index] ?? (await underway.get(did))),
    )
    return new Map(
      dids.flatMap((did, index): [string, Profile][] => {
        const each = found[index]
        return each ? [[did, each]] : []
      }),
    )
  }
}

async function knownPrivate({ store }: Stored, dids: string[]): Promise<Map<string, Profile>> {
  const known = await privateAmong(store, dids)
  return new Map(Array.from(known, (did) => [did, { ...unknownProfile(did), private: true }]))
}

type Remembered = { profile: Profile; until: number }
