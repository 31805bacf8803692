/** Half-open, in UTC hours since the epoch. */
export type HourSpan = { from: number; to: number }

/** A stretch of time that something is kept for as a whole; `number` counts steps since the epoch. */
export type Part = { step: keyof typeof HOURS; number: number }

/** Weeks begin on Thursday 00:00 UTC, as the epoch does. */
export const HOURS = { hour: 1, day: 24, week: 168 }

/** For how many hours the counts and the estimates of single hours, and estimates of days, are kept. */
export const KEPT_HOURS = { hourCounts: 90 * 24, hourAccounts: 8 * 24, dayAccounts: 90 * 24 }

/** What is there no longer: hours before `hour`, days before `day`. */
export type Oldest = { hour: number; day: number }

/**
 * The fewest parts that make up a span. At its ends it grows to a whole day or week where the shorter
 * steps are kept no longer.
 */
export function partsOf({ from, to }: HourSpan, oldest: Oldest): Part[] {
  const parts: Part[] = []
  for (let at = from; at < to; ) {
    const step = stepAt(at, to, oldest)
    const number = Math.floor(at / HOURS[step])
    parts.push({ step, number })
    at = (number + 1) * HOURS[step]
  }
  return parts
}

function stepAt(at: number, to: number, oldest: Oldest): Part['step'] {
  const isWhole = (length: number) => at % length === 0 && at + length <= to
  if (isWhole(HOURS.week) || at < oldest.day) return 'week'
  if (isWhole(HOURS.day) || at < oldest.hour) return 'day'
  return 'hour'
}
