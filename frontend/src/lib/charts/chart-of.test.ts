import { expect, test } from 'vitest'
import { chartOf } from './chart-of.ts'

const HOUR = 3_600_000
const START = Date.parse('2026-11-20T10:00:00Z')
const times = (count: number, step = HOUR) =>
  Array.from({ length: count }, (_, index) => new Date(START + index * step).toISOString())
const later = { zone: 'UTC', now: START + 100 * HOUR }
const data = (...all: (number | null)[][]) => ({
  times: times(all[0]?.length ?? 0),
  step: HOUR,
  series: all.map((values, index) => ({ name: String(index), values })),
})

test('bars stand upon each other, and the highest pile reaches no higher than the box', () => {
  const { paths, zero, valueMarks } = chartOf(data([1, 0], [3, 2]), { kind: 'bars', ...later })
  expect(zero).toBe(1)
  expect(valueMarks.at(-1)).toEqual({ value: 4, place: 0 })
  expect(paths).toEqual(['M40 400V300h420V400Z', 'M40 300V0h420V300ZM540 400V200h420V400Z'])
})

test('what hangs below has the same scale, and its marks are no negative numbers', () => {
  const one = { name: 'sent', values: [4] }
  const other = { name: 'received', values: [4], below: true }
  const chart = chartOf(
    { times: times(1), step: HOUR, series: [one, other] },
    { kind: 'bars', ...later },
  )
  expect(chart.zero).toBe(0.5)
  expect(chart.paths).toEqual(['M80 200V0h840V200Z', 'M80 400V200h840V400Z'])
  expect(chart.valueMarks.map(({ value }) => value)).toEqual([4, 2, 0, 2, 4])
})

test('a line breaks where nothing is known, and there is a band', () => {
  const chart = chartOf(data([2, null, 0, 2]), { kind: 'lines', ...later })
  expect(chart.paths).toEqual(['M125,0ZM625,400L875,0'])
  expect(chart.bands).toEqual([{ place: 0.25, width: 0.25 }])
})

test('areas reach from layer to layer, through the middle of each step', () => {
  const { paths } = chartOf(data([1, 1], [1, 1]), { kind: 'areas', ...later })
  expect(paths).toEqual(['M250,200L750,200L750,400L250,400Z', 'M250,0L750,0L750,200L250,200Z'])
})

test.each([[[0, 0]], [[null, null]], [[]]])(
  'of %j there is an empty chart with a scale',
  (values) => {
    const chart = chartOf(data(values), { kind: 'bars', ...later })
    expect(chart.paths).toEqual([''])
    expect(chart.valueMarks).toEqual([
      { value: 0, place: 1 },
      { value: 1, place: 0 },
    ])
  },
)

test('marks are at full hours of the zone, and at midnight UTC where steps are days', () => {
  const day = { times: times(24), step: HOUR, series: [{ name: '', values: Array(24).fill(1) }] }
  const marksIn = (zone: string) =>
    chartOf(day, { kind: 'bars', ...later, zone }).timeMarks.map(({ value }) => value.slice(11, 16))
  expect(marksIn('UTC')).toEqual([
    '12:00',
    '15:00',
    '18:00',
    '21:00',
    '00:00',
    '03:00',
    '06:00',
    '09:00',
  ])
  expect(marksIn('Asia/Kolkata')[0]).toBe('12:30')

  const days = { ...day, times: times(24, 24 * HOUR), step: 24 * HOUR }
  const { timeMarks } = chartOf(days, { kind: 'bars', ...later, zone: 'Asia/Kolkata' })
  expect(timeMarks.every(({ value }) => value.endsWith('T00:00:00.000Z'))).toBe(true)
})

test('the last step runs until it is over', () => {
  const during = { kind: 'bars', zone: 'UTC', now: START + 1.5 * HOUR } as const
  expect(chartOf(data([1, 1]), during).isRunning).toBe(true)
  expect(chartOf(data([1, 1]), { ...during, now: START + 2 * HOUR }).isRunning).toBe(false)
})
