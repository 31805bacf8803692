import type { Circle, Person, Profile, TimeWindow } from '@orrery/shared/circle'
import { ORBIT_CAPACITIES } from '@orrery/shared/circle-layout'
import type { Scoring } from '@orrery/shared/scores'
import { presetOf } from '@orrery/shared/weights'
import { type StrongestRow, strongestOf } from './ranking.ts'
import { shownOf } from './shown.ts'

/** `orbits` is how many there are, at most three; `weights` are points for each interaction. */
export type CircleOptions = Scoring & { window: TimeWindow; orbits: number }

/**
 * The circle of an account out of its partners: by score, then total, then last, then DID. Partners
 * without points are left out. Of people whose profile is not given only the DID is known.
 */
export function circleOf(
  owner: Profile,
  rows: StrongestRow[],
  options: CircleOptions,
  profiles: ReadonlyMap<string, Profile> = new Map(),
): Circle {
  const { window, direction, ranking, weights, orbits } = options
  const people = strongestOf(rows, options).map(({ row, explanation }, index): Person => {
    const shown = shownOf(profiles.get(row.did) ?? unknownProfile(row.did))
    const { like, repost, reply, quote, post, characters, total, last } = row
    const counts = { like, repost, reply, quote, post, characters, total, last }
    return { ...shown, rank: index + 1, ...counts, ...explanation }
  })
  return {
    ...owner,
    ...{ window, direction, ranking, weights, preset: presetOf(weights) },
    orbits: seat(people, ORBIT_CAPACITIES.slice(0, orbits)),
  }
}

/** Splits the people, first to last, into orbits of the given capacities. */
function seat(people: Person[], capacities: number[]): Person[][] {
  const [capacity, ...outer] = capacities
  if (capacity === undefined) return []
  return [people.slice(0, capacity), ...seat(people.slice(capacity), outer)]
}

export function unknownProfile(did: string): Profile {
  return { did, handle: null, displayName: null, avatar: null }
}
