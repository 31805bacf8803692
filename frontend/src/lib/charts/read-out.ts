import { formatsOf } from '#lib/locale/formats.ts'
import type { Locale } from '#lib/locale/locale.ts'
import type { Chart } from './chart.ts'

const DAY = 86_400_000

/** How a series of a chart is shown. */
export type Look = { name: string; label: string; colour: string }

/** Series that belong together, under a name where there are several such groups. */
export type Group = { name?: string; looks: Look[] }

/**
 * What is said of a series at a step; without a step what it comes to in all the time, which lines do
 * not come to anything in. Null where nothing is known.
 */
export function shownValueOf(
  { kind, series }: Pick<Chart, 'kind' | 'series'>,
  name: string,
  step: number | undefined,
): number | null | undefined {
  const values = series.find((each) => each.name === name)?.values ?? []
  if (step !== undefined) return values[step] ?? null
  if (kind === 'lines') return undefined
  return values.reduce((sum: number, value) => sum + (value ?? 0), 0)
}

type Speech = Pick<Locale, 'language' | 'formats'>

/**
 * Names steps of a length by their ISO beginning, in the viewer's zone; days, which are those of UTC,
 * in that one.
 */
export function timeNameOf(step: number, { language, formats }: Speech): (iso: string) => string {
  return step >= DAY ? formatsOf(language, 'UTC').day : formats.moment
}

/** Names the marks at the axis: by the hour, and by the date where a day begins or all are days apart. */
export function markNamesOf(
  { step, timeMarks }: Pick<Chart, 'step' | 'timeMarks'>,
  { language, formats }: Speech,
): string[] {
  const [first, second] = timeMarks.map(({ value }) => Date.parse(value))
  const { date } = step >= DAY ? formatsOf(language, 'UTC') : formats
  const areDays = first !== undefined && second !== undefined && second - first >= DAY
  return timeMarks.map(({ value }) => {
    const clock = formats.clock(value)
    return areDays || step >= DAY || clock.startsWith('00:00') ? date(value) : clock
  })
}
