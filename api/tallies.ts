import type { PastCount } from '@orrery/shared/history'
import { INTERACTION_TYPES, type InteractionType } from '@orrery/shared/interaction'

export type TypeCounts = Record<InteractionType, number>

/**
 * What passed between an account and one partner, an account number. `characters` is the length of
 * the posts among it, each counted once, in graphemes; `total` counts interactions; `last` is the time
 * of the latest in milliseconds.
 */
export type Tally = TypeCounts & {
  partner: number
  characters: number
  total: number
  last: number
}

/** By partner. */
export type Tallies = Map<number, Tally>

/** Adds one record's interactions with one partner; its characters count once. */
export function addRecord(
  tallies: Tallies,
  partner: number,
  types: Iterable<InteractionType>,
  { characters, time }: { characters: number; time: number },
): void {
  const tally = tallyOf(tallies, partner)
  for (const type of types) {
    tally[type]++
    tally.total++
  }
  tally.characters += characters
  tally.last = Math.max(tally.last, time)
}

/** Adds what history knows of an hour; the last time is then that of its beginning. */
export function addCount(
  tallies: Tallies,
  { partner, type, count, characters, at }: PastCount,
): void {
  const tally = tallyOf(tallies, partner)
  tally[type] += count
  tally.total += count
  tally.characters += characters
  tally.last = Math.max(tally.last, at)
}

/** What passed in either direction. Tallies of partners in one direction alone are shared. */
export function mergeTallies(some: readonly Tally[], others: readonly Tally[]): Tally[] {
  const [few, many] = some.length < others.length ? [some, others] : [others, some]
  const unmatched = new Map(few.map((tally) => [tally.partner, tally]))
  const merged = many.map((tally) => {
    const other = unmatched.get(tally.partner)
    if (other === undefined) return tally
    unmatched.delete(tally.partner)
    return sumOf(tally, other)
  })
  return [...merged, ...unmatched.values()]
}

function sumOf(one: Tally, other: Tally): Tally {
  const sum = emptyTally(one.partner)
  for (const type of INTERACTION_TYPES) sum[type] = one[type] + other[type]
  sum.characters = one.characters + other.characters
  sum.total = one.total + other.total
  sum.last = Math.max(one.last, other.last)
  return sum
}

function tallyOf(tallies: Tallies, partner: number): Tally {
  const known = tallies.get(partner)
  if (known) return known
  const tally = emptyTally(partner)
  tallies.set(partner, tally)
  return tally
}

function emptyTally(partner: number): Tally {
  const counts = { like: 0, repost: 0, reply: 0, quote: 0, post: 0 }
  return { partner, ...counts, characters: 0, total: 0, last: 0 }
}
