/**
 * A CID in few bytes: those of the hash alone for the usual CID of a record, version 1 of DAG-CBOR
 * with SHA-256 in base32 (https://atproto.com/specs/data-model), else the text. A text that is as
 * long as a hash gets a line break behind it, which no CID holds.
 */
export function packCid(text: string): Buffer {
  const hash = text.startsWith(USUAL) ? hashIn(text) : undefined
  return hash ?? Buffer.from(text.length === HASH ? `${text}\n` : text)
}

export function unpackCid(bytes: Buffer): string {
  return bytes.length === HASH ? usualCid(bytes) : bytes.toString().trimEnd()
}

const HASH = 32
/** What version, codec, hash function and length come to, but for their last two bits. */
const USUAL = 'bafyrei'
const HEAD = Buffer.from([0x01, 0x71, 0x12, 0x20])
const BITS = (HEAD.length + HASH) * 8
const LENGTH = 1 + Math.ceil(BITS / 5)
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567'
const DIGITS = new Int8Array(128).fill(-1)
for (let digit = 0; digit < ALPHABET.length; digit++) DIGITS[ALPHABET.charCodeAt(digit)] = digit

/** Undefined where the text is not just how these bytes are written. */
function hashIn(text: string): Buffer | undefined {
  if (text.length !== LENGTH) return undefined
  const bytes = Buffer.allocUnsafe(HEAD.length + HASH)
  let bits = 0
  let count = 0
  let end = 0
  for (let at = 1; at < LENGTH; at++) {
    const digit = DIGITS[text.charCodeAt(at)] ?? -1
    if (digit < 0) return undefined
    bits = ((bits & 0xff) << 5) | digit
    count += 5
    if (count < 8) continue
    count -= 8
    bytes[end++] = bits >> count
  }
  const hasSpare = (bits & (2 ** count - 1)) !== 0
  if (hasSpare || bytes[HEAD.length - 1] !== HEAD.at(-1)) return undefined
  return bytes.subarray(HEAD.length)
}

function usualCid(hash: Buffer): string {
  let text = 'b'
  let bits = 0
  let count = 0
  for (const byte of [...HEAD, ...hash]) {
    bits = ((bits & 0xfff) << 8) | byte
    count += 8
    while (count >= 5) {
      count -= 5
      text += ALPHABET.charAt((bits >> count) & 31)
    }
  }
  return text + ALPHABET.charAt((bits << (5 - count)) & 31)
}
