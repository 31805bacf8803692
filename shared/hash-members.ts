import type { BinaryRedis } from './redis.ts'

/** A hash to read: whole, or only the members whose fields begin with some bytes. */
export type HashKey = { key: string; prefix?: Buffer }

/** Field, value, field, value, as Redis gives a hash. */
export type FlatHash = readonly Buffer[]

/** More than a hash of compact form can hold, so that one call answers for it. */
const MEMBERS_AT_ONCE = '10000'

/**
 * Reads a hash as bytes; node-redis' own readers would decode the fields as text. With a prefix Redis
 * looks the members over and sends few of them, unless the hash is too large for that to be one call:
 * then, as calls in a row may repeat members, it is read whole. So the caller still has to choose.
 */
export async function readFlat(redis: BinaryRedis, { key, prefix }: HashKey): Promise<FlatHash> {
  if (prefix) {
    const scan = ['HSCAN', key, '0', 'MATCH', patternOf(prefix), 'COUNT', MEMBERS_AT_ONCE]
    const [cursor, members] = await redis.sendCommand<[Buffer, Buffer[]]>(scan)
    if (cursor.toString() === '0') return members
  }
  return redis.sendCommand<Buffer[]>(['HGETALL', key])
}

export function* pairsOf(hash: FlatHash): Generator<[Buffer, Buffer]> {
  for (let at = 0; at + 1 < hash.length; at += 2) {
    yield [hash[at] as Buffer, hash[at + 1] as Buffer]
  }
}

const SPECIAL = new Set(Buffer.from('*?[]\\^-'))
const BACKSLASH = 0x5c
const STAR = 0x2a

/** A glob pattern for what begins with just these bytes. */
function patternOf(prefix: Buffer): Buffer {
  const escaped = Array.from(prefix, (byte) => (SPECIAL.has(byte) ? [BACKSLASH, byte] : [byte]))
  return Buffer.from([...escaped.flat(), STAR])
}
