import { hash32 } from '@orrery/shared/hash'
import type { SketchElement } from '@orrery/shared/sketch'

/** What an estimate counts of an account: 48 bits of a hash as eight characters, and as their bytes. */
export type AccountElement = SketchElement & { text: string }

const CHARACTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const SECOND_SEED = 0x9e3779b1

/** Two characters for each number below 4096; characters are cheaper to send than bytes. */
const PAIRS = Array.from({ length: 4096 }, (_, number) => {
  return CHARACTERS.charAt(number >> 6) + CHARACTERS.charAt(number & 63)
})
const PAIR_BYTES = Uint16Array.from(PAIRS, (pair) => pair.charCodeAt(0) | (pair.charCodeAt(1) << 8))

/** Among forty million accounts a handful are taken for another. */
export function accountElement(did: string): AccountElement {
  const first = hash32(did)
  const second = hash32(did, SECOND_SEED)
  return {
    low: wordOf(first),
    high: wordOf(second),
    text: textOf(first) + textOf(second),
  }
}

function textOf(hash: number): string {
  return (PAIRS[hash >>> 20] ?? '') + (PAIRS[(hash >>> 8) & 4095] ?? '')
}

function wordOf(hash: number): number {
  return ((PAIR_BYTES[hash >>> 20] ?? 0) | ((PAIR_BYTES[(hash >>> 8) & 4095] ?? 0) << 16)) >>> 0
}
