import { createHash } from 'node:crypto'
import type { Profile, Shown } from '@orrery/shared/circle'
import { avatarOf, thumbnailOf } from '@orrery/shared/circle-person'
import type { Logger } from '@orrery/shared/logging'
import type { Store } from '@orrery/shared/store'
import { openAvatarCache } from './avatar-cache.ts'
import { AvatarError, fetchAvatar } from './avatar-fetch.ts'
import type { AvatarHosts } from './avatar-hosts.ts'
import { encodeAvatar } from './avatar-image.ts'
import { keepAnswers } from './kept-answers.ts'
import { Refusal } from './refusal.ts'
import { openSlots } from './slots.ts'

/** How many pixels wide avatars are kept. */
export const AVATAR_SIDES = { small: 128, large: 480 } as const

export type AvatarSize = keyof typeof AVATAR_SIDES

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
  const sharing = keepAnswers<Buffer | undefined>(FORGOTTEN, REMEMBERED, (got) => (got ? 0 : 1))

  async function fetchSmall(address: string, size: AvatarSize): Promise<Buffer | undefined> {
    try {
      const bytes = await fetchAvatar(address, { hosts, ...FETCH })
      return await encodeAvatar(bytes, AVATAR_SIDES[size])
    } catch (error) {
      if (!(error instanceof AvatarError)) throw error
      log.debug({ err: error, address }, 'an avatar cannot be had')
      return undefined
    }
  }

  return {
    async readMany(store, wanted) {
      const cache = openAvatarCache(store.bytes, budget)
      const addresses = wanted.map(addressOf)
      const names = addresses.map((address, index) =>
        nameOf(address ?? '', wanted[index]?.size ?? 'small'),
      )
      const kept = await cache.getMany(names)
      const late = new Set<number>()
      const fetching = wanted.map(async ({ size }, index) => {
        const [address, name = ''] = [addresses[index], names[index]]
        if (kept[index] || !address || !hosts.has(URL.parse(address)?.origin ?? '')) return
        late.add(index)
        kept[index] = await sharing(name, Date.now(), () =>
          slots(async () => {
            const image = await fetchSmall(address, size)
            if (image) await cache.put(name, image)
            return image
          }),
        )
        late.delete(index)
      })
      await withinTime(Promise.all(fetching.map(orTooMany)), patience)
      return { images: [...kept], late: late.size > 0 }
    },
  }
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

function addressOf({ person, size }: Wanted): string | undefined {
  const profile: Pick<Profile, 'avatar'> = person
  const address = size === 'small' ? thumbnailOf(profile) : avatarOf(profile)
  if (!address) return undefined
  return UNFORMATTED.test(address) ? `${address}@jpeg` : address
}

/** The size is part of it, because hosts may have only one. */
function nameOf(address: string, size: AvatarSize): string {
  return createHash('sha256').update(`${size} ${address}`).digest('base64url').slice(0, 20)
}
