/** The steps a series can be read in; of UTC, each known by its first millisecond. */
export type Step = 'minute' | 'hour' | 'day'

export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** How long a step is, and how long its points are kept at least. */
export const STEPS = {
  minute: { length: MINUTE, kept: 8 * DAY },
  hour: { length: HOUR, kept: 90 * DAY },
  day: { length: DAY, kept: Number.POSITIVE_INFINITY },
} satisfies Record<Step, { length: number; kept: number }>

/** The first millisecond of the step that `at` lies in. */
export function startOf(at: number, step: Step): number {
  return at - (at % STEPS[step].length)
}

/**
 * The first moment whose minute may still be written. A day is the sum of its minutes, so all of
 * them must still be there when one changes.
 */
export function oldestWritable(now: number): number {
  return now - STEPS.minute.kept + DAY
}
