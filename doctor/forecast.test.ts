import { expect, test } from 'vitest'
import { forecastOf, type Growth, tellForecast } from './forecast.ts'

const HOUR = 3600
const DAY = 24 * HOUR
const GB = 1e9

/** The live network on a store that has just begun. */
const begun: Growth = {
  used: 0,
  limit: 12 * GB,
  rate: 300,
  bytesPerInteraction: 70,
  retention: 48 * HOUR,
  age: 0,
  history: 60 * DAY,
  weeks: 400 * DAY,
  historyAge: 0,
}
const old = { age: 48 * HOUR, historyAge: 401 * DAY }

/** What comes to expire: 300 a second, of which each takes so many bytes for so many days. */
const peak = 300 * DAY * (70 * 2 + 8 * 60 + 1.2 * 400)

test('memory levels off when as much expires as comes', () => {
  const roomy = forecastOf({ ...begun, limit: 100 * GB })
  expect(roomy.peak).toBeCloseTo(peak, 0)
  expect(roomy.fullIn).toBe(Number.POSITIVE_INFINITY)
  expect(forecastOf({ ...begun, ...old, used: 9 * GB })).toEqual({
    peak: 9 * GB,
    fullIn: Number.POSITIVE_INFINITY,
  })
})

test.each([
  ['while raw links still grow', { limit: 1 * GB }, 1e9 / (300 * 79.2)],
  ['later, by history', { limit: 6 * GB }, 2 * DAY + (6e9 - 300 * 79.2 * 2 * DAY) / (300 * 9.2)],
  ['by weeks at last', { limit: 25 * GB }, 60 * DAY + (25e9 - 300 * DAY * 692) / (300 * 1.2)],
  ['at some time where nothing expires', { retention: Infinity }, 12e9 / (300 * 79.2)],
  ['at once where it is', { ...old, used: 12 * GB }, 0],
])('memory is full %s', (_, changed, seconds) => {
  expect(forecastOf({ ...begun, ...changed }).fullIn).toBeCloseTo(seconds, 3)
})

test.each([
  [
    'ok',
    { limit: 40 * GB },
    /^0 bytes of 40 GB \(maxmemory\) .*300 .*70 bytes\) it levels off at 29 GB$/,
  ],
  ['warn', { limit: 30 * GB }, /levels off at 29 GB$/],
  ['warn', {}, /it is full in 35 days$/],
  ['fail', { limit: 1 * GB }, /it is full in 12 hours$/],
])('the forecast is told in plain words: %s', (level, changed, words) => {
  const finding = tellForecast({ ...begun, ...changed }, 'maxmemory')
  expect(finding).toMatchObject({ level, message: expect.stringMatching(words) })
  expect(finding.advice).toEqual(
    level === 'ok' ? undefined : expect.stringMatching(/RETENTION_HOURS=\d+ would fit/),
  )
})
