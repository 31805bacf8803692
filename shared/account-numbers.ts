import { createHash } from 'node:crypto'
import { hash32 } from './hash.ts'
import { keys } from './keys.ts'
import { recentMap } from './recent-map.ts'
import type { BinaryRedis } from './redis.ts'

/**
 * Small numbers for DIDs. A number is given the first time a DID is seen and never again to another.
 * One hash for each shard holds both ways: packed DID -> place in the shard, place -> packed DID.
 */
export type AccountNumbers = {
  /** Numbers of DIDs; of those never seen, a new one is given. */
  assign(dids: Iterable<string>): Promise<Map<string, number>>
  /** Numbers of those DIDs that have one. */
  find(dids: Iterable<string>): Promise<Map<string, number>>
  /** DIDs of numbers that were given. */
  didsOf(numbers: Iterable<number>): Promise<Map<number, string>>
}

/** Fixed for ever: a number's shard is its remainder by this. */
const SHARDS = 16_384

/** So that a question about very many accounts leaves the connection to others now and then. */
const SHARDS_AT_ONCE = 1000

/** @param cached how many accounts the process remembers, at the most */
export function openAccountNumbers(redis: BinaryRedis, cached = 200_000): AccountNumbers {
  const numbers = recentMap<string, number>(cached)
  const dids = recentMap<number, string>(cached)

  function remember(did: string, shard: number, place: number): number {
    const number = place * SHARDS + shard
    numbers.set(did, number)
    return number
  }

  async function resolve(
    wanted: Iterable<string>,
    ask: (shard: number, packed: Buffer[]) => Promise<(number | null)[]>,
  ): Promise<Map<string, number>> {
    const found = new Map<string, number>()
    const missing = new Map<number, string[]>()
    for (const did of new Set(wanted)) {
      const number = numbers.get(did)
      if (number === undefined) append(missing, shardOfDid(did), did)
      else found.set(did, number)
    }
    await Promise.all(
      Array.from(missing, async ([shard, group]) => {
        const places = await ask(shard, group.map(packDid))
        for (const [index, did] of group.entries()) {
          const place = places[index] ?? null
          if (place !== null) found.set(did, remember(did, shard, place))
        }
      }),
    )
    return found
  }

  async function readDids(shard: number, group: number[], found: Map<number, string>) {
    const places = group.map((number) => String(Math.floor(number / SHARDS)))
    const packed = await redis.hmGet(keys.accounts(shard), places)
    for (const [index, number] of group.entries()) {
      const bytes = packed[index]
      if (!bytes) continue
      const did = unpackDid(bytes)
      dids.set(number, did)
      found.set(number, did)
    }
  }

  return {
    assign: (wanted) => resolve(wanted, (shard, packed) => assignPlaces(redis, shard, packed)),

    find: (wanted) =>
      resolve(wanted, async (shard, packed) => {
        const places = await redis.hmGet(keys.accounts(shard), packed)
        return places.map((place) => (place === null ? null : Number(place.toString())))
      }),

    async didsOf(wanted) {
      const found = new Map<number, string>()
      const missing = new Map<number, number[]>()
      for (const number of new Set(wanted)) {
        const did = dids.get(number)
        if (did === undefined) append(missing, number % SHARDS, number)
        else found.set(number, did)
      }
      const shards = Array.from(missing)
      for (let at = 0; at < shards.length; at += SHARDS_AT_ONCE) {
        const some = shards.slice(at, at + SHARDS_AT_ONCE)
        await Promise.all(some.map(([shard, group]) => readDids(shard, group, found)))
      }
      return found
    },
  }
}

/** Two fields an account; a script sees and extends the hash without anyone in between. */
const ASSIGN = `
local places = {}
for index, packed in ipairs(ARGV) do
  local place = redis.call('HGET', KEYS[1], packed)
  if not place then
    place = redis.call('HLEN', KEYS[1]) / 2
    redis.call('HSET', KEYS[1], place, packed, packed, place)
  end
  places[index] = tonumber(place)
end
return places`
const ASSIGN_SHA = createHash('sha1').update(ASSIGN).digest('hex')

async function assignPlaces(redis: BinaryRedis, shard: number, packed: Buffer[]) {
  const call = { keys: [keys.accounts(shard)], arguments: packed }
  try {
    return (await redis.evalSha(ASSIGN_SHA, call)) as number[]
  } catch (error) {
    if (!(error as Error).message.startsWith('NOSCRIPT')) throw error
    return (await redis.eval(ASSIGN, call)) as number[]
  }
}

function append<Key, Value>(groups: Map<Key, Value[]>, key: Key, value: Value): void {
  const group = groups.get(key)
  if (group) group.push(value)
  else groups.set(key, [value])
}

function shardOfDid(did: string): number {
  return hash32(did) % SHARDS
}

const PLC = /^did:plc:[a-z2-7]{24}$/
const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567'
const BASE32_DIGITS = new Map(Array.from(BASE32, (character, digit) => [character, digit]))

/** Fifteen bytes for the 120 bits of a `did:plc`; else the text, made other than fifteen bytes long. */
function packDid(did: string): Buffer {
  if (!PLC.test(did)) return Buffer.from(did.length === 15 ? `${did}\n` : did)
  const bytes = Buffer.allocUnsafe(15)
  for (let group = 0; group < 3; group++) {
    let bits = 0
    for (let at = 0; at < 8; at++) {
      bits = bits * 32 + (BASE32_DIGITS.get(did.charAt(8 + group * 8 + at)) ?? 0)
    }
    bytes.writeUIntBE(Math.floor(bits / 256), group * 5, 4)
    bytes[group * 5 + 4] = bits % 256
  }
  return bytes
}

function unpackDid(bytes: Buffer): string {
  if (bytes.length !== 15) return bytes.toString().trimEnd()
  let text = 'did:plc:'
  for (let group = 0; group < 3; group++) {
    let bits = bytes.readUInt32BE(group * 5) * 256 + (bytes[group * 5 + 4] ?? 0)
    let part = ''
    for (let at = 0; at < 8; at++) {
      part = BASE32.charAt(bits % 32) + part
      bits = Math.floor(bits / 32)
    }
    text += part
  }
  return text
}
