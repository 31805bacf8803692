import { oneOf } from '#lib/query.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

export const PERIODS = {
  '24h': { step: HOUR, count: 24 },
  '7d': { step: HOUR, count: 168 },
  '30d': { step: DAY, count: 30 },
  '90d': { step: DAY, count: 90 },
} as const

export type Period = keyof typeof PERIODS

/** The period that a query asks for; whatever it does not know counts as not said. */
export function periodOf(query: URLSearchParams): Period {
  return oneOf(Object.keys(PERIODS) as Period[], query.get('period')) ?? '7d'
}

/** When a period begins, as an ISO time: as many steps back as it has, the running one among them. */
export function startOf(period: Period, now: number): string {
  const { step, count } = PERIODS[period]
  return new Date(now - (now % step) + step - count * step).toISOString()
}
