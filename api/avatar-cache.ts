import { createHash } from 'node:crypto'
import { AVATAR_KEYS, type AvatarSize, avatarField } from '@orrery/shared/avatar-store'
import { keys } from '@orrery/shared/keys'
import type { BinaryRedis } from '@orrery/shared/redis'

const WEEK = 7 * 86_400
const MARK_BYTES = 12

/**
 * Puts an image in, in place of an earlier one, and takes those out that were longest not used until
 * all together have no more bytes than they may.
 */
const PUT = `
local before = redis.call('HSTRLEN', KEYS[1], ARGV[1])
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
redis.call('ZADD', KEYS[2], ARGV[3], ARGV[1])
local bytes = redis.call('INCRBY', KEYS[3], #ARGV[2] - before)
while bytes > tonumber(ARGV[4]) do
  local oldest = redis.call('ZPOPMIN', KEYS[2])[1]
  if not oldest then break end
  bytes = redis.call('DECRBY', KEYS[3], redis.call('HSTRLEN', KEYS[1], oldest))
  redis.call('HDEL', KEYS[1], oldest)
end
for _, key in ipairs(KEYS) do redis.call('EXPIRE', key, ARGV[5]) end`

/** The avatar of an account as it is at an address, in a size. */
export type AvatarName = { did: string; size: AvatarSize; address: string }

/** Avatars, of which there is a limited number of bytes; gone after a week without a new one. */
export type AvatarCache = {
  /** In the order of the names; undefined for one that was last kept from another address. */
  getMany(names: AvatarName[]): Promise<(Buffer | undefined)[]>
  put(name: AvatarName, image: Buffer): Promise<void>
}

/** @param budget how many bytes may be kept */
export function openAvatarCache(
  redis: BinaryRedis,
  budget: number,
  clock: () => number = Date.now,
): AvatarCache {
  return {
    async getMany(names) {
      if (names.length === 0) return []
      const fields = names.map(({ did, size }) => avatarField(did, size))
      const kept = await redis.hmGet(keys.avatarImages, fields)
      const images = kept.map((bytes, index) => imageIn(bytes, names[index]))
      const used = fields.filter((_, index) => images[index])
      const scored = used.map((value) => ({ score: clock(), value }))
      // A full Redis refuses it; the order in which images go is then not quite right.
      if (used.length > 0) await redis.zAdd(keys.avatarUses, scored, { XX: true }).catch(() => {})
      return images
    },

    async put({ did, size, address }, image) {
      const bytes = Buffer.concat([markOf(address), image])
      if (bytes.length > budget) return
      const limits = [String(clock()), String(budget), String(WEEK)]
      const call = {
        keys: [...AVATAR_KEYS],
        arguments: [avatarField(did, size), bytes, ...limits],
      }
      // A full Redis refuses it; then it is fetched again.
      await redis.eval(PUT, call).catch(() => {})
    },
  }
}

/** What stands before an image, and tells from where it is. */
function markOf(address: string): Buffer {
  return createHash('sha256').update(address).digest().subarray(0, MARK_BYTES)
}

function imageIn(bytes: Buffer | null, name: AvatarName | undefined): Buffer | undefined {
  const isSame = bytes && name && markOf(name.address).equals(bytes.subarray(0, MARK_BYTES))
  return isSame ? bytes.subarray(MARK_BYTES) : undefined
}
