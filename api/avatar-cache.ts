import { keys } from '@orrery/shared/keys'
import type { BinaryRedis } from '@orrery/shared/redis'

const WEEK = 7 * 86_400

/**
 * Puts an image in, unless it is there, and takes those out that were longest not used until all
 * together have no more bytes than they may.
 */
const PUT = `
if redis.call('HSETNX', KEYS[1], ARGV[1], ARGV[2]) == 0 then return end
redis.call('ZADD', KEYS[2], ARGV[3], ARGV[1])
local bytes = redis.call('INCRBY', KEYS[3], #ARGV[2])
while bytes > tonumber(ARGV[4]) do
  local oldest = redis.call('ZPOPMIN', KEYS[2])[1]
  if not oldest then break end
  bytes = redis.call('DECRBY', KEYS[3], redis.call('HSTRLEN', KEYS[1], oldest))
  redis.call('HDEL', KEYS[1], oldest)
end
for _, key in ipairs(KEYS) do redis.call('EXPIRE', key, ARGV[5]) end`

/** Images by name, of which there is a limited number of bytes; gone after a week without a new one. */
export type AvatarCache = {
  /** In the order of the names. */
  getMany(names: string[]): Promise<(Buffer | undefined)[]>
  put(name: string, image: Buffer): Promise<void>
}

/** @param budget how many bytes of images may be kept */
export function openAvatarCache(
  redis: BinaryRedis,
  budget: number,
  clock: () => number = Date.now,
): AvatarCache {
  return {
    async getMany(names) {
      if (names.length === 0) return []
      const images = await redis.hmGet(keys.avatarImages, names)
      const used = names.filter((_, index) => images[index])
      const scored = used.map((value) => ({ score: clock(), value }))
      // A full Redis refuses it; the order in which images go is then not quite right.
      if (used.length > 0) await redis.zAdd(keys.avatarUses, scored, { XX: true }).catch(() => {})
      return images.map((image) => image ?? undefined)
    },

    async put(name, image) {
      if (image.length > budget) return
      const call = {
        keys: [keys.avatarImages, keys.avatarUses, keys.avatarBytes],
        arguments: [name, image, String(clock()), String(budget), String(WEEK)],
      }
      // A full Redis refuses it; then it is fetched again.
      await redis.eval(PUT, call).catch(() => {})
    },
  }
}
