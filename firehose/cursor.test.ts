import { expect, test } from 'vitest'
import { type Cursors, startOf } from './cursor.ts'

const NOW = Date.UTC(2026, 10, 20)
const NOW_US = NOW * 1000
const SECOND = 1_000_000
const HOUR = 3600 * SECOND
const OPTIONS = { replayHours: 24, rewindSeconds: 3, moveRewindSeconds: 300 }

function held(own: Cursors, { others = [] as Cursors, sequences = [] as Cursors } = {}) {
  return { own, others, sequences }
}

test('the oldest partition decides, and a few seconds before it are read again', () => {
  const last = NOW_US - 60 * SECOND

  expect(startOf(held([NOW_US - 10 * SECOND, last, NOW_US]), OPTIONS, NOW)).toEqual({
    from: 'cursor',
    cursor: last - 3 * SECOND,
    last,
  })
})

test('an old cursor is kept however old it is: the server gives what it still has', () => {
  const last = NOW_US - 1000 * HOUR

  expect(startOf(held([last, last]), OPTIONS, NOW).cursor).toBe(last - 3 * SECOND)
})

test('where nothing is stored the last hours are replayed', () => {
  expect(startOf(held([undefined, undefined]), OPTIONS, NOW)).toEqual({
    from: 'history',
    cursor: NOW_US - 24 * HOUR,
    last: undefined,
  })
})

test('where nothing is stored and no replay is wanted the feed starts at its tail', () => {
  const start = startOf(held([undefined, undefined]), { ...OPTIONS, replayHours: 0 }, NOW)

  expect(start).toEqual({ from: 'tail', cursor: undefined, last: undefined })
})

test('a partition that lost its cursor gets what can be replayed', () => {
  const start = startOf(held([NOW_US, undefined], { sequences: [7, 7] }), OPTIONS, NOW)

  expect(start).toMatchObject({ from: 'cursor', cursor: NOW_US - 24 * HOUR - 3 * SECOND })
})

test('a lost cursor does not hide an older one', () => {
  const old = NOW_US - 30 * HOUR
  const none = { ...OPTIONS, replayHours: 0 }

  expect(startOf(held([old, undefined]), OPTIONS, NOW).cursor).toBe(old - 3 * SECOND)
  expect(startOf(held([old, undefined]), none, NOW).cursor).toBe(old - 3 * SECOND)
})

test('a server whose clock is ahead of ours lacks nothing because its events are later than the cursor', () => {
  const ahead = NOW_US + 20 * SECOND

  expect(startOf({ ...held([NOW_US, NOW_US]), ahead }, OPTIONS, NOW)).toEqual({
    from: 'cursor',
    cursor: NOW_US - 3 * SECOND,
    last: ahead,
  })
})

test('a cursor from the future, as a wrong clock leaves it, counts as now', () => {
  expect(startOf(held([NOW_US + HOUR]), OPTIONS, NOW).cursor).toBe(NOW_US - 3 * SECOND)
})

test('a cursor is a positive whole number', () => {
  expect(startOf(held([5]), OPTIONS, NOW).cursor).toBe(1)
  expect(startOf(held([10 * SECOND]), { ...OPTIONS, rewindSeconds: 0.0000015 }, NOW).cursor).toBe(
    9_999_998,
  )
})

test('where events are numbered, the first of the partitions’ last events is where to go on', () => {
  const own = [NOW_US, NOW_US - 5, NOW_US - 2]

  expect(startOf(held(own, { sequences: [90, 80, 70] }), OPTIONS, NOW)).toEqual({
    from: 'cursor',
    cursor: 70,
    last: NOW_US - 5,
    expected: { seq: 70, timeUs: NOW_US - 2 },
  })
})

test('a number that the server has forgotten, or not all partitions have, gives way to the time', () => {
  const own = [NOW_US, NOW_US]
  const cursor = NOW_US - 3 * SECOND

  expect(startOf(held(own, { sequences: [7, 7] }), OPTIONS, NOW, true).cursor).toBe(cursor)
  expect(startOf(held(own, { sequences: [7, undefined] }), OPTIONS, NOW).cursor).toBe(cursor)
})

test('another host goes on by time, further back, from where the last one was left', () => {
  const last = NOW_US - 60 * SECOND
  const others = [last, NOW_US]

  expect(startOf(held([undefined, undefined], { others }), OPTIONS, NOW)).toEqual({
    from: 'move',
    cursor: last - 300 * SECOND,
    last,
  })
  expect(
    startOf(held([last - HOUR, last - HOUR], { others, sequences: [7, 7] }), OPTIONS, NOW),
  ).toEqual({ from: 'move', cursor: last - 300 * SECOND, last })
})

test('until a host has caught up with the one before in every partition it does not count alone', () => {
  const last = NOW_US - 60 * SECOND
  const own = [NOW_US, last - 250 * SECOND]

  expect(startOf(held(own, { others: [last, last] }), OPTIONS, NOW)).toEqual({
    from: 'move',
    cursor: last - 300 * SECOND,
    last,
  })
  expect(startOf(held([last, last], { others: [last, last] }), OPTIONS, NOW).from).toBe('cursor')
})
