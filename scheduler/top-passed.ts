import { eachOfDay } from '@orrery/shared/day-blob'
import { INTERACTION_TYPES } from '@orrery/shared/interaction'

const TYPES = INTERACTION_TYPES.length

/** The places of the types in lists of figures; what is of any type comes after them. */
export const FIGURES = [...INTERACTION_TYPES, 'all'] as const
const ALL = TYPES

/** For each of `FIGURES` a number. */
export type Figures = number[]

/**
 * What passed between an account and others in one direction: hours [from, to) of packed days, and
 * interactions one by one.
 */
export type Passed = {
  days: { bytes: Buffer; from: number; to: number }[]
  single: SingleInteraction[]
}

/** A partner and the place of a type, in one number: there are very many of them. */
export type SingleInteraction = number

export function singleOf(partner: number, type: number): SingleInteraction {
  return partner * TYPES + type
}

/** How many interactions there are, also with hidden partners; made for very many accounts. */
export function countPassed({ days, single }: Passed): Figures {
  const counts = FIGURES.map(() => 0)
  for (const { bytes, from, to } of days) {
    eachOfDay(bytes, (_, hour, type, count) => {
      if (hour >= from && hour < to) counts[type] = (counts[type] ?? 0) + count
    })
  }
  for (const each of single) counts[each % TYPES] = (counts[each % TYPES] ?? 0) + 1
  counts[ALL] = counts.reduce((sum, count) => sum + count, 0)
  return counts
}

/** With how many partners what passed, type by type. */
export type ByPartner = Map<number, Figures>

export function partnersIn({ days, single }: Passed): ByPartner {
  const found: ByPartner = new Map()
  const add = (partner: number, type: number, count: number) => {
    const counts = found.get(partner) ?? FIGURES.map(() => 0)
    found.set(partner, counts)
    counts[type] = (counts[type] ?? 0) + count
    counts[ALL] = (counts[ALL] ?? 0) + count
  }
  for (const { bytes, from, to } of days) {
    eachOfDay(bytes, (partner, hour, type, count) => {
      if (hour >= from && hour < to) add(partner, type, count)
    })
  }
  for (const each of single) add(Math.floor(each / TYPES), each % TYPES, 1)
  return found
}

export function sumPartners(partners: Iterable<Figures>): { counts: Figures; partners: Figures } {
  const sums = { counts: FIGURES.map(() => 0), partners: FIGURES.map(() => 0) }
  for (const counts of partners) {
    for (const [place, count] of counts.entries()) {
      sums.counts[place] = (sums.counts[place] ?? 0) + count
      if (count > 0) sums.partners[place] = (sums.partners[place] ?? 0) + 1
    }
  }
  return sums
}
