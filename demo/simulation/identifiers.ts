import { createRandom, mix, type Random } from '@orrery/shared/random'

const BASE32 = Buffer.from('abcdefghijklmnopqrstuvwxyz234567')
const LAST = Buffer.from('aeimquy4')
const CID_LENGTH = 59
const CID_HEAD = 'bafyrei'.length

const scratch = Buffer.alloc(CID_LENGTH)

/** An account's `did:plc:`, the same for the same seed and number. */
export function didOf(seed: number, account: number): string {
  fill(createRandom(mix(seed, account, 11)), 0, 24)
  return `did:plc:${scratch.toString('latin1', 0, 24)}`
}

/** A CIDv1 of a record: dag-cbor, sha-256. It has the form of one, and hashes nothing. */
export function randomCid(random: Random): string {
  return cidOf(random, 'bafyrei')
}

/** A CIDv1 of a blob: raw, sha-256. */
export function randomBlobCid(random: Random): string {
  return cidOf(random, 'bafkrei')
}

/** 36 bytes are 57.6 characters: the eighth and the last have fewer free bits. */
function cidOf(random: Random, head: string): string {
  scratch.write(head, 0, 'latin1')
  scratch[CID_HEAD] = BASE32[random.uint32() >>> 29] ?? 0
  fill(random, CID_HEAD + 1, CID_LENGTH - 1)
  scratch[CID_LENGTH - 1] = LAST[random.uint32() >>> 29] ?? 0
  return scratch.toString('latin1', 0, CID_LENGTH)
}

function fill(random: Random, start: number, end: number) {
  for (let at = start; at < end; ) {
    let bits = random.uint32()
    for (let digit = 0; digit < 6 && at < end; digit++, at++) {
      scratch[at] = BASE32[bits & 31] ?? 0
      bits >>>= 5
    }
  }
}
