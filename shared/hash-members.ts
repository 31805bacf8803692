import type { BinaryRedis } from './redis.ts'

/** A hash to read: whole, or only the members whose fields begin with some bytes. */
export type HashKey = { key: string; prefix?: Buffer }

/** Field, value, field, value, as Redis gives a hash. */
export type FlatHash = readonly Buffer[]

/** More than a hash of compact form can hold, so that one call answers for it. */
const MEMBERS_AT_ONCE = '10000'

/**
 * Reads hashes as bytes; node-redis' own readers would decode the fields as text. With a prefix Redis
 * looks the members over and sends few of them, unless the hash is too large for that to be one call:
 * then, as calls in a row may repeat members, it is read whole. So the caller still has to choose.
 */
export async function readFlats(redis: BinaryRedis, hashes: HashKey[]): Promise<FlatHash[]> {
  const replies = await Promise.all(hashes.map((hash) => redis.sendCommand(commandOf(hash))))
  const flats = replies.map((reply, index) => membersIn(reply, hashes[index] as HashKey))
  if (flats.every((flat) => flat !== undefined)) return flats
  return Promise.all(flats.map((flat, index) => flat ?? readWhole(redis, hashes[index] as HashKey)))
}

export async function readFlat(redis: BinaryRedis, hash: HashKey): Promise<FlatHash> {
  const [flat] = await readFlats(redis, [hash])
  return flat ?? []
}

function commandOf({ key, prefix }: HashKey): (string | Buffer)[] {
  if (!prefix) return ['HGETALL', key]
  return ['HSCAN', key, '0', 'MATCH', patternOf(prefix), 'COUNT', MEMBERS_AT_ONCE]
}

/** Undefined where the reply is the first of several. */
function membersIn(reply: unknown, { prefix }: HashKey): FlatHash | undefined {
  if (!prefix) return reply as Buffer[]
  const [cursor, members] = reply as [Buffer, Buffer[]]
  return cursor.length === 1 && cursor[0] === ZERO ? members : undefined
}

function readWhole(redis: BinaryRedis, { key }: HashKey): Promise<FlatHash> {
  return redis.sendCommand<Buffer[]>(commandOf({ key }))
}

export function* pairsOf(hash: FlatHash): Generator<[Buffer, Buffer]> {
  for (let at = 0; at + 1 < hash.length; at += 2) {
    yield [hash[at] as Buffer, hash[at + 1] as Buffer]
  }
}

const ZERO = 0x30
const SPECIAL = new Set(Buffer.from('*?[]\\^-'))
const BACKSLASH = 0x5c
const STAR = 0x2a

/** A glob pattern for what begins with just these bytes; as text if it can be, which is sent faster. */
function patternOf(prefix: Buffer): string | Buffer {
  const pattern = Buffer.allocUnsafe(prefix.length * 2 + 1)
  let end = 0
  let bits = 0
  for (const byte of prefix) {
    if (SPECIAL.has(byte)) pattern[end++] = BACKSLASH
    pattern[end++] = byte
    bits |= byte
  }
  pattern[end++] = STAR
  return bits < 128 ? pattern.toString('latin1', 0, end) : pattern.subarray(0, end)
}
