import type { Sample, Series } from '@orrery/shared/sample'
import { MINUTE, startOf } from '@orrery/shared/step'

/** Half-open, in milliseconds, whole minutes. */
export type Span = { from: number; to: number }

/** Values of metrics: metric -> start of the minute -> value. */
export type MinuteValues = Map<string, Map<number, number>>

/**
 * Sets the values of a span in the series. A minute that had a value and is not given any becomes
 * zero; one that never had any stays missing. Only what differs is written, because hours and days are
 * summed anew for every minute that is.
 * @returns how many values were given
 */
export async function setMinutes(
  series: Series,
  values: MinuteValues,
  { from, to }: Span,
): Promise<number> {
  const differences = Array.from(values, async ([metric, ofMetric]): Promise<Sample[]> => {
    const known = await series.range(metric, from, to, 'minute')
    const wanted = new Map([...known.map(({ at }) => [at, 0] as const), ...ofMetric])
    for (const { at, value } of known) if (wanted.get(at) === value) wanted.delete(at)
    return Array.from(wanted, ([at, value]) => ({ metric, at, value }))
  })
  const samples = (await Promise.all(differences)).flat()
  await series.setMany(samples.sort((one, other) => one.at - other.at))
  return Array.from(values.values()).reduce((sum, { size }) => sum + size, 0)
}

/** Whether the metric has a value of one of the last two minutes that are over. */
export async function hasLatest(series: Series, metric: string, now: number): Promise<boolean> {
  const end = startOf(now, 'minute')
  return (await series.range(metric, end - 2 * MINUTE, end, 'minute')).length > 0
}
