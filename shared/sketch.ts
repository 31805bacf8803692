import { hash32 } from './hash.ts'
import type { LinkTarget } from './interaction.ts'
import { type Source, sourceCode } from './known-sources.ts'
import { DAY } from './step.ts'

/**
 * What one HyperLogLog of a UTC day counts once, an account that made links or a (target, source) that
 * they were to: eight bytes, of which `low` are the first four.
 */
export type SketchElement = { low: number; high: number }

/** The number of the UTC day that a time (milliseconds since the epoch) falls into. */
export function dayOf(time: number): number {
  return Math.floor(time / DAY)
}

export function authorElement(author: number): SketchElement {
  return { low: author >>> 0, high: Math.floor(author / 2 ** 32) }
}

/** A hash of 64 bits: of a hundred million targets a few thousandths of one are taken for another. */
export function targetElement(target: LinkTarget<number>, source: Source): SketchElement {
  const account = target.kind === 'text' ? 0 : target.account + 1
  const from =
    sourceCode(source.collection, source.path) ?? hash32(source.path, hash32(source.collection))
  const low = Math.imul(account, 0x9e3779b1) ^ from
  const high = Math.imul(account ^ 0x27d4eb2f, 0x85ebca6b) ^ Math.imul(from, 0xc2b2ae35)
  if (target.kind === 'account') return { low: low >>> 0, high: high >>> 0 }
  if (target.kind === 'text')
    return { low: hash32(target.text, low), high: hash32(target.text, high) }
  return {
    low: hash32(target.rkey, hash32(target.collection, low)),
    high: hash32(target.rkey, hash32(target.collection, high)),
  }
}

export function elementBytes({ low, high }: SketchElement): Buffer {
  const bytes = Buffer.allocUnsafe(8)
  bytes.writeUInt32LE(low, 0)
  bytes.writeUInt32LE(high, 4)
  return bytes
}
