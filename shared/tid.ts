/** A timestamp identifier of the protocol: 53 bits of microseconds and 10 bits of clock id, as 13 characters. */
export type Tid = { micros: number; clockId: number }

const ALPHABET = '234567abcdefghijklmnopqrstuvwxyz'
const NO_DIGIT = 255
const DIGITS = new Uint8Array(128).fill(NO_DIGIT)
for (const [digit, character] of Array.from(ALPHABET).entries()) {
  DIGITS[character.charCodeAt(0)] = digit
}
const LENGTH = 13

/**
 * The canonical text of a TID (https://atproto.com/specs/tid). `micros` are microseconds since the
 * Unix epoch, below 2^53; `clockId` is below 1024.
 */
export function tidOf(micros: number, clockId: number): string {
  let low = (micros % 2 ** 20) * 1024 + clockId
  let high = Math.floor(micros / 2 ** 20)
  let text = ''
  for (let place = 0; place < 6; place++) {
    text = ALPHABET.charAt(low % 32) + text
    low = Math.floor(low / 32)
  }
  for (let place = 0; place < LENGTH - 6; place++) {
    text = ALPHABET.charAt(high % 32) + text
    high = Math.floor(high / 32)
  }
  return text
}

/** The parts of a TID, or undefined where the text is not one in canonical form. */
export function parseTid(text: string): Tid | undefined {
  if (text.length !== LENGTH) return undefined
  let high = 0
  let low = 0
  for (let place = 0; place < LENGTH; place++) {
    const digit = DIGITS[text.charCodeAt(place)] ?? NO_DIGIT
    if (digit === NO_DIGIT) return undefined
    if (place < LENGTH - 6) high = high * 32 + digit
    else low = low * 32 + digit
  }
  if (high >= 2 ** 33) return undefined
  return { micros: high * 2 ** 20 + Math.floor(low / 1024), clockId: low % 1024 }
}
