import { type Gap, readGaps } from '@orrery/shared/gaps'
import type { Point } from '@orrery/shared/sample'
import { readSeriesSpan, type SeriesSpan } from '@orrery/shared/series-span'
import type { StatsSeries } from '@orrery/shared/stats'
import { STEPS, type Step } from '@orrery/shared/step'
import { readFeedState, statedGaps } from './feed-state.ts'
import type { SeriesQuery } from './stats-query.ts'
import type { Stored } from './stored.ts'

type Sources = { stored: Pick<Stored, 'store' | 'series'>; now: number }

/** One for each metric, in the order they were asked for. */
export async function readStatsSeries(
  { stored: { store, series }, now }: Sources,
  { metrics, step, from, to }: SeriesQuery,
): Promise<StatsSeries[]> {
  const { redis } = store
  const [counted, gaps, feed, ...points] = await Promise.all([
    readSeriesSpan(redis),
    readGaps(redis, from, to),
    readFeedState(store, now),
    ...metrics.map((metric) => series.range(metric, from, to, step)),
  ])
  const stated = statedGaps(gaps, feed, now).filter((gap) => Date.parse(gap.from) < to)
  const knows = knownSteps({ counted, gaps, step, now })
  return metrics.map((metric, index) => ({
    metric,
    step,
    from: isoOf(from),
    to: isoOf(to),
    points: fill({ from, to, step }, points[index] ?? [], knows),
    gaps: stated,
  }))
}

type Known = { counted: SeriesSpan | undefined; gaps: Gap[]; step: Step; now: number }

/**
 * Tells of a step without a value whether that means zero: it was counted, is still kept, and no gap
 * reaches into it.
 */
function knownSteps({ counted, gaps, step, now }: Known): (at: number) => boolean {
  const { length, kept } = STEPS[step]
  return (at) => {
    if (counted === undefined || at + length <= counted.from || at >= counted.to) return false
    if (at < now - kept) return false
    return !gaps.some((gap) => gap.from < at + length && gap.to > at)
  }
}

function fill(
  { from, to, step }: { from: number; to: number; step: Step },
  points: Point[],
  knows: (at: number) => boolean,
): StatsSeries['points'] {
  const values = new Map(points.map(({ at, value }) => [at, value]))
  const { length } = STEPS[step]
  return Array.from({ length: Math.ceil((to - from) / length) }, (_, index) => {
    const at = from + index * length
    return [isoOf(at), values.get(at) ?? (knows(at) ? 0 : null)]
  })
}

function isoOf(at: number): string {
  return new Date(at).toISOString()
}
