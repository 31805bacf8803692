import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { zstdCompressSync } from 'node:zlib'
import type { Refused } from './jetstream-wire.ts'

/** A zstd dictionary as RFC 8878, section 5, has it. Frames made with it bear its id. */
export type Dictionary = { id: number; bytes: Buffer }

export const DICTIONARY_PATH = '/xrpc/network.bsky.jetstream.getZstdDictionary'
const ID_OFFSET = 4

/** What `train-dictionary.ts` has made, for both wires. */
export const usualDictionary = dictionaryOf(
  readFileSync(join(import.meta.dirname, 'jetstream.zdict')),
)

export function dictionaryOf(bytes: Buffer): Dictionary {
  return { id: bytes.readUInt32LE(ID_OFFSET), bytes }
}

/** The same dictionary under the next id, as after another training. */
export function successorOf({ id, bytes }: Dictionary): Dictionary {
  const copy = Buffer.from(bytes)
  copy.writeUInt32LE(id + 1, ID_OFFSET)
  return dictionaryOf(copy)
}

export function compress(frame: string | Buffer, { bytes }: Dictionary): Buffer {
  return zstdCompressSync(frame, { dictionary: bytes })
}

/** The current dictionary, for a question without an id or with its id: others are retired. */
export function findDictionary(id: string | null, current: Dictionary): Dictionary | Refused {
  if (id !== null && !/^[1-9]\d{0,9}$/.test(id)) {
    return { status: 400, error: 'InvalidRequest', message: 'id must be a positive integer' }
  }
  if (id === null || Number(id) === current.id) return current
  return { status: 404, error: 'DictionaryNotFound', message: `there is no dictionary ${id}` }
}
