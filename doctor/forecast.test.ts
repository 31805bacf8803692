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
  bytesPerInteraction: 68,
  retention: 48 * HOUR,
  age: 0,
  history: 60 * DAY,
  historyAge: 0,
}

test('memory levels off when as much expires as comes', () => {
  const raw = 300 * 68 * 48 * HOUR
  const history = 300 * 8 * 60 * DAY
  expect(forecastOf({ ...begun, limit: 100 * GB })).toEqual({
    peak: raw + history,
    fullIn: Number.POSITIVE_INFINITY,
  })
  const grown = { ...begun, age: 48 * HOUR, historyAge: 61 * DAY, used: 9 * GB }
  expect(forecastOf(grown)).toEqual({ peak: 9 * GB, fullIn: Number.POSITIVE_INFINITY })
})

test.each([
  ['while raw links still grow', { limit: 1 * GB }, 1e9 / (300 * 76)],
  ['later, by history alone', { limit: 6 * GB }, 48 * HOUR + (6e9 - 300 * 76 * 48 * HOUR) / 2400],
  ['at some time where nothing expires', { retention: Infinity }, 12e9 / (300 * 76)],
  ['at once where it is', { used: 12 * GB, age: 48 * HOUR, historyAge: 61 * DAY }, 0],
])('memory is full %s', (_, changed, seconds) => {
  expect(forecastOf({ ...begun, ...changed }).fullIn).toBeCloseTo(seconds, 3)
})

test.each([
  [
    'ok',
    { limit: 30 * GB },
    /^0 bytes of 30 GB \(maxmemory\) .*300 .*68 bytes\) it levels off at 16 GB$/,
  ],
  ['warn', { limit: 17 * GB }, /levels off at 16 GB$/],
  ['warn', {}, /it is full in 41 days$/],
  ['fail', { limit: 1 * GB }, /it is full in 12 hours$/],
])('the forecast is told in plain words: %s', (level, changed, words) => {
  const finding = tellForecast({ ...begun, ...changed }, 'maxmemory')
  expect(finding).toMatchObject({ level, message: expect.stringMatching(words) })
  expect(finding.advice).toEqual(
    level === 'ok' ? undefined : expect.stringMatching(/RETENTION_HOURS=\d+ would fit/),
  )
})
