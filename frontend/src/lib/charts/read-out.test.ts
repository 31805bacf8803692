import { expect, test } from 'vitest'
import { formatsOf } from '#lib/locale/formats.ts'
import { markNamesOf, shownValueOf, timeNameOf } from './read-out.ts'

const HOUR = 3_600_000

test('hours are named in the zone of the viewer, days in UTC', () => {
  const locale = { language: 'en', formats: formatsOf('en', 'America/New_York') } as const
  const midnight = '2026-11-20T00:00:00Z'
  expect(timeNameOf(HOUR, locale)(midnight)).toBe('19 Nov, 19:00')
  expect(timeNameOf(24 * HOUR, locale)(midnight)).toBe('20 Nov 2026')
  const timeMarks = [{ value: midnight, place: 0 }]
  expect(markNamesOf({ step: 24 * HOUR, timeMarks }, locale)).toEqual(['20 Nov'])
})

test('a mark at midnight names the day that begins, and so do marks that are days apart', () => {
  const locale = { language: 'de', formats: formatsOf('de', 'Europe/Berlin') } as const
  const namesOf = (...values: string[]) =>
    markNamesOf({ step: HOUR, timeMarks: values.map((value) => ({ value, place: 0 })) }, locale)
  expect(namesOf('2026-11-19T23:00:00Z', '2026-11-20T02:00:00Z')).toEqual(['20. Nov.', '03:00'])
  expect(namesOf('2026-11-19T12:00:00Z', '2026-11-20T12:00:00Z')).toEqual(['19. Nov.', '20. Nov.'])
})

test('without a step it is told what a series comes to, of lines nothing', () => {
  const series = [{ name: 'like', values: [1, null, 2] }]
  expect(shownValueOf({ kind: 'bars', series }, 'like', undefined)).toBe(3)
  expect(shownValueOf({ kind: 'bars', series }, 'like', 2)).toBe(2)
  expect(shownValueOf({ kind: 'bars', series }, 'like', 1)).toBeNull()
  expect(shownValueOf({ kind: 'lines', series }, 'like', undefined)).toBeUndefined()
})
