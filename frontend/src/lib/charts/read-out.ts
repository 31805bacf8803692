import { formatsOf } from '#lib/locale/formats.ts'
import type { Locale } from '#lib/locale/locale.ts'
import type { Chart } from './chart.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

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

/**
 * Names steps of a length by their beginning, in the viewer's zone; days, which are those of UTC, in
 * that one. A mark at the axis is named shorter.
 */
export function timeNameOf(
  step: number,
  { language, formats }: Pick<Locale, 'language' | 'formats'>,
): (iso: string, use?: 'mark') => string {
  const { day, date } = formatsOf(language, 'UTC')
  if (step >= DAY) return (iso, use) => (use ? date(iso) : day(iso))
  return (iso, use) => {
    if (iso === '') return ''
    if (use === undefined) return formats.moment(iso)
    const clock = formats.clock(iso)
    return clock.startsWith('00:00') ? formats.date(iso) : clock
  }
}
