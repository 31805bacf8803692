import { expect, test } from 'vitest'
import { startOf } from './cursor.ts'

const NOW = Date.UTC(2026, 10, 20)
const NOW_US = NOW * 1000
const SECOND = 1_000_000
const HOUR = 3600 * SECOND
const OPTIONS = { replayHours: 24, rewindSeconds: 3 }

test('the oldest partition decides, and a few seconds before it are read again', () => {
  const cursors = [NOW_US - 10 * SECOND, NOW_US - 60 * SECOND, NOW_US]

  expect(startOf(cursors, OPTIONS, NOW)).toEqual({ from: 'cursor', cursor: NOW_US - 63 * SECOND })
})

test('an old cursor is kept however old it is: the server gives what it still has', () => {
  const old = NOW_US - 1000 * HOUR

  expect(startOf([old, old], OPTIONS, NOW)).toEqual({ from: 'cursor', cursor: old - 3 * SECOND })
})

test('where nothing is stored the last hours are replayed', () => {
  const start = startOf([undefined, undefined], OPTIONS, NOW)

  expect(start).toEqual({ from: 'history', cursor: NOW_US - 24 * HOUR })
})

test('where nothing is stored and no replay is wanted the feed starts at its tail', () => {
  const start = startOf([undefined, undefined], { ...OPTIONS, replayHours: 0 }, NOW)

  expect(start).toEqual({ from: 'tail', cursor: undefined })
})

test('a partition that lost its cursor gets what can be replayed', () => {
  const start = startOf([NOW_US, undefined], OPTIONS, NOW)

  expect(start).toEqual({ from: 'cursor', cursor: NOW_US - 24 * HOUR - 3 * SECOND })
})

test('a lost cursor does not hide an older one', () => {
  const old = NOW_US - 30 * HOUR

  expect(startOf([old, undefined], OPTIONS, NOW).cursor).toBe(old - 3 * SECOND)
  expect(startOf([old, undefined], { ...OPTIONS, replayHours: 0 }, NOW).cursor).toBe(
    old - 3 * SECOND,
  )
})

test('a cursor from the future, as a wrong clock leaves it, counts as now', () => {
  expect(startOf([NOW_US + HOUR], OPTIONS, NOW).cursor).toBe(NOW_US - 3 * SECOND)
})

test('a cursor is a positive whole number', () => {
  expect(startOf([5], OPTIONS, NOW).cursor).toBe(1)
  expect(startOf([10 * SECOND], { ...OPTIONS, rewindSeconds: 0.0000015 }, NOW).cursor).toBe(
    9_999_998,
  )
})
