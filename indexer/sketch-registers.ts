import type { SketchElement } from '@orrery/shared/sketch'

/**
 * What a HyperLogLog of Redis holds of the elements given here. Very few elements change one, and
 * only those need be sent: of a million some hundred thousand, of a hundred million hardly more.
 */
export type SketchRegisters = {
  /** False where Redis would change nothing, having had what was given here before. */
  raise(element: SketchElement): boolean
  /** The same for an element of which `placeOf` was already asked, for several of one element. */
  raiseTo(place: number): boolean
}

/** As in hyperloglog.c of Redis: MurmurHash64A, whose low 14 bits name a register. */
const REGISTERS = 2 ** 14
const SEED = 0xadc83b19
const M_LOW = 0x5bd1e995
const M_HIGH = 0xc6a4a793
const LENGTH_LOW = M_LOW << 3
const LENGTH_HIGH = (M_HIGH << 3) | (M_LOW >>> 29)
const LARGEST_RANK = 51

/** So few registers are kept one by one, because most estimates are of few elements. */
const FEW_REGISTERS = 512

export function openRegisters(): SketchRegisters {
  let few: Map<number, number> | undefined = new Map()
  let ranks: Uint8Array | undefined

  function raiseTo(place: number): boolean {
    const register = place % REGISTERS
    const rank = place >>> 14
    const before = (ranks ? ranks[register] : few?.get(register)) ?? 0
    if (before >= rank) return false
    if (ranks) ranks[register] = rank
    else few?.set(register, rank)
    if (few && few.size > FEW_REGISTERS) {
      ranks = new Uint8Array(REGISTERS)
      for (const [each, its] of few) ranks[each] = its
      few = undefined
    }
    return true
  }

  return { raiseTo, raise: (element) => raiseTo(placeOf(element)) }
}

/** Which register an element is for, and the rank it brings there, as one number. */
export function placeOf(element: SketchElement): number {
  hash(element)
  return (low % REGISTERS) + rankOf(low >>> 14, high) * REGISTERS
}

/** One more than the zeros that the other 50 bits end with. */
function rankOf(first: number, then: number): number {
  if (first !== 0) return trailingZeros(first) + 1
  return then === 0 ? LARGEST_RANK : trailingZeros(then) + 19
}

function trailingZeros(word: number): number {
  return 31 - Math.clz32(word & -word)
}

/** The number of 64 bits at hand; a pair made anew at each step would cost more than the step. */
let low = 0
let high = 0

function hash(element: SketchElement): void {
  low = element.low
  high = element.high
  multiply()
  fold()
  multiply()
  low = (low ^ SEED ^ LENGTH_LOW) >>> 0
  high = (high ^ LENGTH_HIGH) >>> 0
  multiply()
  fold()
  multiply()
  fold()
}

/** Exclusive or with itself, 47 bits to the right. */
function fold(): void {
  low = (low ^ (high >>> 15)) >>> 0
}

/** By Murmur's constant, modulo 2^64. */
function multiply(): void {
  const a = low >>> 16
  const b = low & 0xffff
  const c = M_LOW >>> 16
  const d = M_LOW & 0xffff
  const lowest = b * d
  const middle = a * d + b * c + (lowest >>> 16)
  const carried = a * c + Math.floor(middle / 65536)
  high = (Math.imul(high, M_LOW) + Math.imul(low, M_HIGH) + carried) >>> 0
  low = ((middle << 16) | (lowest & 0xffff)) >>> 0
}
