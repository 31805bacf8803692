import { metricOf } from '@orrery/shared/metrics'
import { connect } from '@orrery/shared/redis'
import { openSeries } from '@orrery/shared/series'
import { DAY, HOUR, MINUTE, startOf } from '@orrery/shared/step'
import { startRedis } from '@orrery/shared/testing'
import { expect, test } from 'vitest'
import { type Counts, minutesToCount, updateMinutes } from './minutes.ts'

const at = (time: string) => Date.parse(`2026-03-10T${time}Z`)
const twoDays = { bucket: HOUR, retention: 48 * HOUR }
const { signal } = new AbortController()

test.each([
  ['12:34:05', twoDays, '12:00:00', '12:34:00'],
  ['12:02:05', twoDays, '11:59:00', '12:02:00'],
  ['12:34:05', { bucket: 4 * HOUR, retention: 48 * HOUR }, '12:00:00', '12:34:00'],
  ['13:34:05', { bucket: 4 * HOUR, retention: 48 * HOUR }, '12:34:00', '13:34:00'],
  ['12:30:05', twoDays, '11:00:00', '12:30:00'],
  ['12:00:05', twoDays, '10:00:00', '12:00:00'],
  ['12:30:05', { bucket: HOUR, retention: HOUR }, '11:31:00', '12:30:00'],
  ['12:30:05', { bucket: 4 * HOUR, retention: Number.POSITIVE_INFINITY }, '08:00:00', '12:30:00'],
])('at %s with %o the minutes from %s to %s are counted', (now, limits, from, to) => {
  expect(minutesToCount(at(now), limits)).toEqual({ from: at(from), to: at(to) })
})

test('however long a bucket is, minutes that the series has closed are not counted', () => {
  const now = at('12:30:05')
  const limits = { bucket: 31 * DAY, retention: Number.POSITIVE_INFINITY }

  const { from } = minutesToCount(now, limits)
  expect(from).toBeGreaterThan(now - 7 * DAY)
  expect(from).toBeLessThan(now - 6 * DAY)
  expect(from % MINUTE).toBe(0)
})

test('the series says what the records say, however often it is updated', async () => {
  await using server = await startRedis()
  await using redis = await connect(server.url)
  const series = openSeries(redis, { timeSeries: false })
  const from = startOf(Date.now(), 'minute') - 10 * MINUTE
  const span = { from, to: from + 3 * MINUTE }
  const none = { like: 0, repost: 0, reply: 0, quote: 0, post: 0 }
  const update = (counts: [number, Counts][]) =>
    updateMinutes(series, async () => new Map(counts), span, signal)
  const read = (type: 'like' | 'post') => series.range(metricOf(type), from, span.to, 'minute')

  for (let time = 0; time < 2; time++) {
    const rows = await update([
      [from + 2 * MINUTE, { ...none, post: 1 }],
      [from, { ...none, like: 5, post: 2 }],
    ])
    expect(rows).toBe(10)
    expect(await read('like')).toEqual([
      { at: from, value: 5 },
      { at: from + 2 * MINUTE, value: 0 },
    ])
    expect(await read('post')).toEqual([
      { at: from, value: 2 },
      { at: from + 2 * MINUTE, value: 1 },
    ])
  }

  await update([[from, { ...none, like: 4, post: 2 }]])
  expect(await read('like')).toEqual([
    { at: from, value: 4 },
    { at: from + 2 * MINUTE, value: 0 },
  ])
  expect(await read('post')).toEqual([
    { at: from, value: 2 },
    { at: from + 2 * MINUTE, value: 0 },
  ])
})

test('minutes in which nothing was ever seen stay missing', async () => {
  await using server = await startRedis()
  await using redis = await connect(server.url)
  const series = openSeries(redis, { timeSeries: false })
  const from = startOf(Date.now(), 'minute') - HOUR
  const span = { from, to: from + 30 * MINUTE }

  expect(await updateMinutes(series, async () => new Map(), span, signal)).toBe(0)
  expect(await series.range(metricOf('like'), from, span.to, 'minute')).toEqual([])
})
