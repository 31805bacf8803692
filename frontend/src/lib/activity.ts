import type { Counts } from '@orrery/shared/circle'
import type { AnswerTo } from '@orrery/shared/client'
import { INTERACTION_TYPES } from '@orrery/shared/interaction'
import type { ChartData } from './charts/chart.ts'

export type Activity = AnswerTo<'/activity/{actor}'>

export const WAYS = ['received', 'sent'] as const

const LENGTHS = { hour: 3_600_000, day: 86_400_000 }
/** Longer spans are told by the day. */
const LONGEST_BY_HOUR = 8 * LENGTHS.day

/** In which steps to ask for a span of milliseconds. */
export function stepFor(span: number): Activity['step'] {
  return span > LONGEST_BY_HOUR ? 'day' : 'hour'
}

/**
 * What an account got, and below that what it did, in every step of the window; of steps that ended
 * before anybody counted (`since`) nothing is known.
 */
export function activitySeriesOf(
  { window, step, steps }: Activity,
  since: string | null,
): ChartData {
  const length = LENGTHS[step]
  const known = since === null ? Number.NEGATIVE_INFINITY : Date.parse(since)
  const first = Math.floor(Date.parse(window.from) / length) * length
  const count = Math.max(1, Math.ceil((Date.parse(window.to) - first) / length))
  const times = Array.from({ length: count }, (_, index) => first + index * length)
  const counted = new Map(steps.map((each) => [Date.parse(each.at), each]))
  const series = WAYS.flatMap((way) =>
    INTERACTION_TYPES.map((type) => ({
      name: `${way}-${type}`,
      below: way === 'sent',
      values: times.map((at) => counted.get(at)?.[way][type] ?? (at + length > known ? 0 : null)),
    })),
  )
  return { times: times.map((at) => new Date(at).toISOString()), step: length, series }
}

/** What went both ways together. */
export function bothWaysOf({ sent, received }: Activity): Counts {
  const sum: Counts = { ...sent }
  for (const type of [...INTERACTION_TYPES, 'total'] as const) sum[type] += received[type]
  return sum
}
