import type { StatsSeries } from '@orrery/shared/stats'
import { oneOf } from '#lib/query.ts'

type Step = StatsSeries['step']

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const LENGTHS = { minute: MINUTE, hour: HOUR, day: DAY } satisfies Record<Step, number>

/** How far back the page may look, and in which steps; the first is meant where none is named. */
export const PERIODS = {
  '1h': { length: HOUR, steps: ['minute'] },
  '6h': { length: 6 * HOUR, steps: ['minute', 'hour'] },
  '24h': { length: DAY, steps: ['hour'] },
  '7d': { length: 7 * DAY, steps: ['hour', 'day'] },
  '30d': { length: 30 * DAY, steps: ['day', 'hour'] },
  '1y': { length: 365 * DAY, steps: ['day'] },
} as const satisfies Record<string, { length: number; steps: readonly Step[] }>

export type Period = keyof typeof PERIODS
export type StatsView = { period: Period; step: Step }

/** The view that a query asks for; whatever it does not know counts as not said. */
export function statsViewOf(query: URLSearchParams): StatsView {
  const period = oneOf(Object.keys(PERIODS) as Period[], query.get('period')) ?? '24h'
  const steps: readonly Step[] = PERIODS[period].steps
  return { period, step: oneOf(steps, query.get('step')) ?? steps[0] ?? 'hour' }
}

/** Whole steps up to the one that goes on; `length` is that of a step in milliseconds. */
export function spanOf({ period, step }: StatsView, now: number) {
  const length = LENGTHS[step]
  const end = now - (now % length) + length
  return { from: new Date(end - PERIODS[period].length).toISOString(), length }
}
