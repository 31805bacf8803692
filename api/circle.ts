import type { Circle, Person, Profile, TimeWindow, Weights } from '@orrery/shared/circle'
import { ORBIT_CAPACITIES } from '@orrery/shared/circle-layout'
import { INTERACTION_TYPES } from '@orrery/shared/interaction'
import type { Direction, Row } from './partners.ts'
import type { Tally, TypeCounts } from './tallies.ts'

/** `orbits` is how many there are, at most three; `weights` are points for each interaction. */
export type CircleOptions = {
  window: TimeWindow
  direction: Direction
  orbits: number
  weights: Weights
}

/**
 * The circle of an account out of its partners: by score, then total, then last, then DID. Partners
 * without points are left out. Of people whose profile is not given only the DID is known.
 */
export function circleOf(
  owner: Profile,
  rows: Row[],
  { orbits, ...asked }: CircleOptions,
  profiles: ReadonlyMap<string, Profile> = new Map(),
): Circle {
  const people = strongestOf(rows, { orbits, weights: asked.weights }).map(
    ({ row, score }, index): Person => {
      const { did, handle, displayName, avatar } = profiles.get(row.did) ?? unknownProfile(row.did)
      const { like, repost, reply, quote, post, characters, total, last } = row
      const counts = { like, repost, reply, quote, post, characters, total, last }
      return { did, handle, displayName, avatar, rank: index + 1, score, ...counts }
    },
  )
  return { ...owner, ...asked, orbits: seat(people, ORBIT_CAPACITIES.slice(0, orbits)) }
}

/** Splits the people, first to last, into orbits of the given capacities. */
function seat(people: Person[], capacities: number[]): Person[][] {
  const [capacity, ...outer] = capacities
  if (capacity === undefined) return []
  return [people.slice(0, capacity), ...seat(people.slice(capacity), outer)]
}

export type Ranked = { row: Row; score: number }

type Places = Pick<CircleOptions, 'orbits' | 'weights'>

/** The partners who have a place on the orbits, first to last. */
export function strongestOf(rows: Row[], { orbits, weights }: Places): Ranked[] {
  return rows
    .map((row) => ({ row, score: scoreOf(row, weights) }))
    .filter(({ score }) => score > 0)
    .sort(byStrength)
    .slice(0, placesOn(orbits))
}

/**
 * The partners who have a place on the orbits, and all who are level with the last of them but for
 * their DID; in no order. Made for very many partners.
 */
export function contendersOf(tallies: readonly Tally[], { orbits, weights }: Places): Tally[] {
  const places = placesOn(orbits)
  const best: Scored[] = []
  for (const tally of tallies) {
    const one = { tally, score: scoreOf(tally, weights) }
    const last = best[places - 1]
    if (one.score <= 0 || (last && byTally(one, last) > 0)) continue
    const place = best.findLastIndex((each) => byTally(each, one) <= 0)
    best.splice(place + 1, 0, one)
    const beyond = best[places - 1]
    while (beyond && byTally(best.at(-1) ?? beyond, beyond) > 0) best.pop()
  }
  return best.map(({ tally }) => tally)
}

type Scored = { tally: Tally; score: number }

function byTally(a: Scored, b: Scored): number {
  return b.score - a.score || b.tally.total - a.tally.total || b.tally.last - a.tally.last
}

function placesOn(orbits: number): number {
  return ORBIT_CAPACITIES.slice(0, orbits).reduce<number>((sum, each) => sum + each, 0)
}

/** Weights have two decimals at most; rounding takes away what floating point adds. */
function scoreOf(counts: TypeCounts, weights: Weights): number {
  const score = INTERACTION_TYPES.reduce((sum, type) => sum + counts[type] * weights[type], 0)
  return Math.round(score * 100) / 100
}

function byStrength(a: Ranked, b: Ranked): number {
  return (
    b.score - a.score ||
    b.row.total - a.row.total ||
    compare(b.row.last, a.row.last) ||
    compare(a.row.did, b.row.did)
  )
}

/** ISO times compare as the times do. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

export function unknownProfile(did: string): Profile {
  return { did, handle: null, displayName: null, avatar: null }
}
