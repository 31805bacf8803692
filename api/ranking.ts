import type { Counts, Explanation } from '@orrery/shared/circle'
import { ORBIT_CAPACITIES } from '@orrery/shared/circle-layout'
import { explain, type Scoring, scoreOf } from '@orrery/shared/scores'
import type { InDirections, Row } from './partners.ts'
import type { Tally } from './tallies.ts'

/** How people are ranked and how many orbits they have places on. */
export type Places = Scoring & {
  orbits: number
  /** Accounts, by number, that are to have no place. */
  hidden?: readonly number[]
  /** How many more places there are, for when some who have one lose it. */
  spare?: number
}

/** What passed with a partner: in the direction asked for, and each way. */
export type StrongestRow = Row & { sent: Counts; received: Counts }

export type Ranked = { row: StrongestRow; explanation: Explanation }

/** The partners who have a place on the orbits, first to last. */
export function strongestOf(rows: StrongestRow[], places: Places): Ranked[] {
  return rows
    .map((row) => {
      const { sent, received } = row
      return { row, explanation: explain({ counts: row, sent, received }, places) }
    })
    .filter(({ explanation }) => explanation.score > 0)
    .sort(byStrength)
    .slice(0, placesOn(places))
}

/**
 * The partners who have a place on the orbits, and all who are level with the last of them but for
 * their DID; in no order. Made for very many partners.
 */
export function contendersOf(tallies: InDirections<readonly Tally[]>, asked: Places): Tally[] {
  const places = placesOn(asked)
  const scoreIn = scorerOf(tallies, asked)
  const hidden = new Set(asked.hidden)
  const best: Scored[] = []
  for (const tally of tallies[asked.direction]) {
    const one = { tally, score: scoreIn(tally) }
    const last = best[places - 1]
    if (one.score <= 0 || (last && byTally(one, last) > 0)) continue
    if (hidden.has(tally.partner)) continue
    const place = best.findLastIndex((each) => byTally(each, one) <= 0)
    best.splice(place + 1, 0, one)
    const beyond = best[places - 1]
    while (beyond && byTally(best.at(-1) ?? beyond, beyond) > 0) best.pop()
  }
  return best.map(({ tally }) => tally)
}

function scorerOf(
  { sent, received }: InDirections<readonly Tally[]>,
  { ranking, weights }: Places,
): (tally: Tally) => number {
  if (ranking === 'sum') return (tally) => scoreOf(tally, weights)
  const [few, many] = sent.length < received.length ? [sent, received] : [received, sent]
  const scores = new Map(few.map((tally) => [tally.partner, scoreOf(tally, weights)]))
  const weaker = new Map<number, number>()
  for (const tally of many) {
    const other = scores.get(tally.partner)
    if (other) weaker.set(tally.partner, Math.min(other, scoreOf(tally, weights)))
  }
  return ({ partner }) => weaker.get(partner) ?? 0
}

type Scored = { tally: Tally; score: number }

function byTally(a: Scored, b: Scored): number {
  return b.score - a.score || b.tally.total - a.tally.total || b.tally.last - a.tally.last
}

function byStrength(a: Ranked, b: Ranked): number {
  return (
    b.explanation.score - a.explanation.score ||
    b.row.total - a.row.total ||
    Date.parse(b.row.last) - Date.parse(a.row.last) ||
    (a.row.did < b.row.did ? -1 : 1)
  )
}

export function placesOn({ orbits, spare = 0 }: Pick<Places, 'orbits' | 'spare'>): number {
  return spare + ORBIT_CAPACITIES.slice(0, orbits).reduce<number>((sum, each) => sum + each, 0)
}
