import { readFile } from 'node:fs/promises'
import { ConfigError } from '@orrery/shared/config'
import { keys } from '@orrery/shared/keys'
import type { Redis } from '@orrery/shared/redis'
import type { Feed } from './feed.ts'

/** A zstd dictionary (RFC 8878, 5) and its id. */
export type Dictionary = { id: number; bytes: Buffer }

const MAGIC = 0xec30a437
const MOST_BYTES = 4 * 1024 * 1024
const PATIENCE_MS = 10_000

/** @throws Error where the bytes are no dictionary */
export function dictionaryOf(bytes: Buffer): Dictionary {
  if (bytes.length < 8 || bytes.readUInt32LE(0) !== MAGIC) throw new Error('not a zstd dictionary')
  return { id: bytes.readUInt32LE(4), bytes }
}

/** @throws ConfigError where there is none at the path of the settings */
export async function readDictionaryFile(path: string | undefined) {
  if (path === undefined) return undefined
  try {
    return dictionaryOf(await readFile(path))
  } catch (cause) {
    throw new ConfigError(`ZSTD_DICTIONARY: ${path} cannot be read as one.`, { cause })
  }
}

/** The dictionary of a v2 host as Redis keeps it, else as the host gives it, which is then kept. */
export async function readDictionary(redis: Redis, feed: Feed): Promise<Dictionary> {
  const kept = await redis.get(keys.dictionary(feed.host))
  return kept === null ? renewDictionary(redis, feed) : dictionaryOf(Buffer.from(kept, 'base64'))
}

/** @throws Error where the host gives none */
export async function renewDictionary(redis: Redis, feed: Feed): Promise<Dictionary> {
  const dictionary = dictionaryOf(await download(feed))
  await redis.set(keys.dictionary(feed.host), dictionary.bytes.toString('base64'))
  return dictionary
}

async function download(feed: Feed): Promise<Buffer> {
  const address = new URL(
    'network.bsky.jetstream.getZstdDictionary',
    feed.url.replace(/^ws/, 'http'),
  )
  const response = await fetch(address, { signal: AbortSignal.timeout(PATIENCE_MS) })
  if (!response.ok || response.body === null) throw new Error(`answered ${response.status}`)
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of response.body) {
    length += chunk.length
    if (length > MOST_BYTES) throw new Error('the dictionary is too large')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
