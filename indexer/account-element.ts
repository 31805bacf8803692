import { hash32 } from '@orrery/shared/hash'
import type { SketchElement } from '@orrery/shared/sketch'

const CHARACTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const SECOND_SEED = 0x9e3779b1

/** The bytes of two characters for each number below 4096. */
const PAIRS = Uint16Array.from({ length: 4096 }, (_, number) => {
  return CHARACTERS.charCodeAt(number >> 6) | (CHARACTERS.charCodeAt(number & 63) << 8)
})

/**
 * What an estimate counts of an account: 48 bits of a hash of its DID, as eight characters, because
 * text is cheaper to send than bytes. Among forty million accounts a handful are taken for another.
 */
export function accountElement(did: string): SketchElement {
  return { low: fourOf(hash32(did)), high: fourOf(hash32(did, SECOND_SEED)) }
}

export function elementText({ low, high }: SketchElement): string {
  return textOf(low) + textOf(high)
}

function textOf(four: number): string {
  return String.fromCharCode(four & 255, (four >> 8) & 255, (four >> 16) & 255, four >>> 24)
}

/** Four characters for the upper 24 bits. */
function fourOf(hash: number): number {
  return ((PAIRS[hash >>> 20] ?? 0) | ((PAIRS[(hash >>> 8) & 4095] ?? 0) << 16)) >>> 0
}
