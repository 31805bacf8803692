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
/** What the bytes of version, codec, hash function and length come to, but for their last three bits. */
const USUAL = 'bafyrei'
const HEAD = Buffer.from([0x01, 0x71, 0x12, 0x20])
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567'
const DIGITS = new Map(Array.from(ALPHABET, (character, digit) => [character, digit]))

/** Undefined where the text is not just how these bytes are written. */
function hashIn(text: string): Buffer | undefined {
  const bytes = Buffer.alloc(HEAD.length + HASH)
  let bits = 0
  let count = 0
  let end = 0
  for (const character of text.slice(1)) {
    bits = ((bits & 0xfff) << 5) | (DIGITS.get(character) ?? 0)
    count += 5
    if (count < 8) continue
    count -= 8
    bytes[end++] = bits >> count
  }
  const hash = bytes.subarray(HEAD.length)
  return end === bytes.length && usualCid(hash) === text ? hash : undefined
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
