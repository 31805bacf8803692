import { keys } from './keys.ts'
import type { Redis } from './redis.ts'

/** The sizes in which avatars are kept, and how many pixels wide each is. */
export const AVATAR_SIDES = { small: 128, large: 480 } as const

export type AvatarSize = keyof typeof AVATAR_SIDES

const SIZES = Object.keys(AVATAR_SIDES) as AvatarSize[]

/** The keys of the cache, in the order in which scripts take them. */
export const AVATAR_KEYS = [keys.avatarImages, keys.avatarUses, keys.avatarBytes]

/** Where the avatar of an account is kept: one in each size, whatever its address. */
export function avatarField(did: string, size: AvatarSize): string {
  return `${size} ${did}`
}

const REMOVE = `
for _, field in ipairs(ARGV) do
  local bytes = redis.call('HSTRLEN', KEYS[1], field)
  if bytes > 0 then
    redis.call('HDEL', KEYS[1], field)
    redis.call('ZREM', KEYS[2], field)
    redis.call('DECRBY', KEYS[3], bytes)
  end
end`

/** Takes the avatar of an account out of the cache, in every size. Repeat-safe. */
export async function removeAvatars(redis: Redis, did: string): Promise<void> {
  const fields = SIZES.map((size) => avatarField(did, size))
  await redis.eval(REMOVE, { keys: [...AVATAR_KEYS], arguments: fields })
}
