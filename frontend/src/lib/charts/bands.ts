import type { StatedGap } from '@orrery/shared/stats'
import type { Series } from './chart.ts'

/** A span of which a chart cannot tell everything, in milliseconds. */
export type Band = { from: number; to: number }

/**
 * The gaps, and the steps of which no series has a value, within [from, to); none overlaps another or
 * touches it.
 */
export function bandsOf(
  { times, step, series }: { times: number[]; step: number; series: Pick<Series, 'values'>[] },
  gaps: Pick<StatedGap, 'from' | 'to'>[],
  { from, to }: Band,
): Band[] {
  const unknown = times.filter((_, index) => series.every(({ values }) => values[index] === null))
  const all = [
    ...gaps.map((gap) => ({
      from: Math.max(from, Date.parse(gap.from)),
      to: Math.min(to, gap.to === null ? to : Date.parse(gap.to)),
    })),
    ...unknown.map((at) => ({ from: at, to: Math.min(to, at + step) })),
  ]
  return joined(all.filter((band) => band.from < band.to))
}

function joined(bands: Band[]): Band[] {
  const whole: Band[] = []
  for (const band of bands.toSorted((one, other) => one.from - other.from)) {
    const last = whole.at(-1)
    if (last && band.from <= last.to) last.to = Math.max(last.to, band.to)
    else whole.push({ ...band })
  }
  return whole
}
