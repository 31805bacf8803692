import { expect, test } from 'vitest'
import { pairSeriesOf } from './pair-series.ts'

const none = { like: 0, repost: 0, reply: 0, quote: 0, post: 0, characters: 0, total: 0 }
const hour = (at: string, sent: object, received = {}) => ({
  hour: at,
  sent: { ...none, ...sent },
  received: { ...none, ...received },
})
const valuesOf = (data: ReturnType<typeof pairSeriesOf>, name: string) =>
  data.series.find((series) => series.name === name)?.values

test('every hour of the window has a value, also those in which nothing was', () => {
  const data = pairSeriesOf({
    window: { from: '2026-11-20T10:30:00.000Z', to: '2026-11-20T13:10:00.000Z' },
    hours: [
      hour('2026-11-20T10:00:00.000Z', { like: 2 }, { reply: 1 }),
      hour('2026-11-20T13:00:00.000Z', { like: 1 }),
    ],
  })
  expect(data.times).toEqual([10, 11, 12, 13].map((hour) => `2026-11-20T${hour}:00:00.000Z`))
  expect(valuesOf(data, 'sent:like')).toEqual([2, 0, 0, 1])
  expect(valuesOf(data, 'received:reply')).toEqual([1, 0, 0, 0])
  expect(data.series.filter(({ below }) => below)).toHaveLength(5)
})

test('of a long window the days are told, of a very long one the weeks', () => {
  const hours = [
    hour('2026-11-20T10:00:00.000Z', { like: 2 }),
    hour('2026-11-20T11:00:00.000Z', { like: 3 }),
  ]
  const quarter = pairSeriesOf({
    window: { from: '2026-09-01T00:00:00.000Z', to: '2026-12-01T00:00:00.000Z' },
    hours,
  })
  expect(quarter.times).toHaveLength(91)
  expect(valuesOf(quarter, 'sent:like')?.filter(Boolean)).toEqual([5])
  const years = pairSeriesOf({
    window: { from: '2020-01-01T00:00:00.000Z', to: '2026-12-01T00:00:00.000Z' },
    hours,
  })
  expect(years.step).toBe(7 * 86_400_000)
  expect(valuesOf(years, 'sent:like')?.filter(Boolean)).toEqual([5])
})
