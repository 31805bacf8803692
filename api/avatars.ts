import { AVATAR_SIDES, type AvatarSize } from '@orrery/shared/avatar-store'
import type { Profile, Shown } from '@orrery/shared/circle'
import { avatarOf, thumbnailOf } from '@orrery/shared/circle-person'
import type { Logger } from '@orrery/shared/logging'
import type { Store } from '@orrery/shared/store'
import { type AvatarCache, type AvatarName, openAvatarCache } from './avatar-cache.ts'
import { AvatarError, fetchAvatar } from './avatar-fetch.ts'
import type { AvatarHosts } from './avatar-hosts.ts'
import { encodeAvatar } from './avatar-image.ts'
import { usesOf } from './cache-uses.ts'
import { keepAnswers } from './kept-answers.ts'
import { Refusal } from './refusal.ts'
import { optedOutAmong } from './shown.ts'
import { openSlots } from './slots.ts'

/** Whose avatar is wanted, and in which size. */
export type Wanted = { person: Shown; size: AvatarSize }

/** `late` where some are still on their way, which whoever asks again will get. */
export type Found = { images: (Buffer | undefined)[]; late: boolean }

export type Avatars = {
  /** JPEGs in the order of what is wanted; undefined for those that cannot be had. */
  readMany(store: Store, wanted: Wanted[]): Promise<Found>
}

export type AvatarOptions = {
  hosts: AvatarHosts
  /** How many bytes Redis may keep of them. */
  budget: number
  log: Logger
  /** How long avatars are waited for that are not kept yet, in milliseconds. */
  patience?: number
}

const FETCH = { bytes: 2_000_000, patience: 4000 }
const AT_ONCE = 8
const WAITING = 400
const PATIENCE = 2500
/** For so long those that cannot be had are not asked for again. */
const FORGOTTEN = 600_000
const REMEMBERED = 10_000

/** Fetches each avatar once, makes it small, and keeps it in Redis. */
export function openAvatars({ hosts, budget, log, patience = PATIENCE }: AvatarOptions): Avatars {
  const slots = openSlots(AT_ONCE, WAITING)
  const sharing = keepAnswers<Buffer | undefined>(FORGOTTEN, REMEMBERED, (got) => (got ? 0 : 1), {
    cache: 'avatars',
  })

  async function fetchSmall({ address, size }: AvatarName): Promise<Buffer | undefined> {
    try {
      const bytes = await fetchAvatar(address, { hosts, ...FETCH })
      return await encodeAvatar(bytes, AVATAR_SIDES[size])
    } catch (error) {
      if (!(error instanceof AvatarError)) throw error
      log.debug({ err: error, address }, 'an avatar cannot be had')
      return undefined
    }
  }

  function fetchOnce(store: Store, cache: AvatarCache, name: AvatarName) {
    return sharing(`${name.size} ${name.address}`, Date.now(), () =>
      slots(async () => {
        const image = await fetchSmall(name)
        // Who opted out meanwhile was taken out of the cache, and is not to be put in again.
        if (image && !(await hasOptedOut(store, name.did))) await cache.put(name, image)
        return image
      }),
    )
  }

  /** Undefined where there is none, or none that may be fetched. */
  function nameOf({ person: { did }, person, size }: Wanted): AvatarName | undefined {
    const address = addressOf(person, size)
    const isAllowed = address && hosts.has(URL.parse(address)?.origin ?? '')
    return did !== null && isAllowed ? { did, size, address } : undefined
  }

  return {
    async readMany(store, wanted) {
      const cache = openAvatarCache(store.bytes, budget)
      const names = wanted.map(nameOf)
      const asked = names.filter((name) => name !== undefined)
      const kept = await cache.getMany(asked)
      usesOf('avatars').hit += kept.filter((image) => image !== undefined).length
      const found = new Map(asked.map((name, index) => [name, kept[index]]))
      const late = new Set<AvatarName>()
      const missing = asked.filter((name) => found.get(name) === undefined)
      const fetching = missing.map(async (name) => {
        late.add(name)
        found.set(name, await fetchOnce(store, cache, name))
        late.delete(name)
      })
      await withinTime(Promise.all(fetching.map(orTooMany)), patience)
      return { images: names.map((name) => name && found.get(name)), late: late.size > 0 }
    },
  }
}

async function hasOptedOut(store: Store, did: string): Promise<boolean> {
  const accounts = await store.accounts.find([did])
  return (await optedOutAmong(store, accounts.values())).size > 0
}

/** Those beyond what may wait are late. */
async function orTooMany(fetching: Promise<void>): Promise<void> {
  try {
    await fetching
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
  }
}

async function withinTime(promise: Promise<unknown>, milliseconds: number): Promise<void> {
  const { promise: timeout, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(resolve, milliseconds)
  await Promise.race([promise, timeout])
  clearTimeout(timer)
}

/** Bluesky's image host answers in the format that is named behind the `@`. */
const UNFORMATTED = /\/img\/avatar(_thumbnail)?\/plain\/[^/@]+\/[^/@]+$/

function addressOf(person: Pick<Profile, 'avatar'>, size: AvatarSize): string | undefined {
  const address = size === 'small' ? thumbnailOf(person) : avatarOf(person)
  if (!address) return undefined
  return UNFORMATTED.test(address) ? `${address}@jpeg` : address
}
