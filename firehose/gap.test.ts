import { expect, test } from 'vitest'
import { createLeapWatch, gapBetween } from './gap.ts'

const LAST = 1_700_000_000_000_500
const SECOND = 1_000_000

test.each([
  ['the last event comes again', LAST],
  ['earlier ones come again', LAST - 3 * SECOND],
  ['the next follows at once', LAST + 5 * SECOND],
])('nothing is missing where %s', (_, first) => {
  expect(gapBetween(LAST, first, 'cursor')).toBeUndefined()
})

test('what lies between the last event and the first is a gap', () => {
  expect(gapBetween(LAST, LAST + 60 * SECOND, 'tail')).toEqual({
    from: 1_700_000_000_000,
    to: 1_700_000_060_000,
    reason: 'the feed was taken up at its live tail',
  })
})

/** The gaps that are found in events so far apart (µs) of which each comes `waitMs` after the other. */
function leapsIn(steps: number[], waitMs = 0, ahead = 600 * SECOND) {
  let now = LAST / 1000 + ahead / 1000
  const leapAt = createLeapWatch(() => now)
  let time = LAST
  return steps.flatMap((step) => {
    now += waitMs
    time += step
    const gap = leapAt(time)
    return gap ? [[gap.from - Math.floor(LAST / 1000), gap.to - Math.floor(LAST / 1000)]] : []
  })
}

const STEADY = Array<number>(2000).fill(3000)

test('a leap in the replay of a busy network is a gap, and so is the next', () => {
  const steps = [...STEADY, 60 * SECOND, ...STEADY, 10 * SECOND, 3000]

  expect(leapsIn(steps)).toEqual([
    [6000, 66_000],
    [72_000, 82_000],
  ])
})

test.each([
  ['is within what servers mix up', [...STEADY, 4 * SECOND], 0],
  ['is as long as nothing came', [...STEADY, 60 * SECOND], 60_000],
  ['is nothing unusual in a quiet network', [...STEADY.map(() => SECOND), 60 * SECOND], 0],
  ['stands at the beginning, where nobody knows what is usual', [3000, 60 * SECOND, 3000], 0],
  ['goes back', [...STEADY, -60 * SECOND, 3000, 60 * SECOND - 3000], 0],
])('a leap that %s is none', (_, steps, waitMs) => {
  expect(leapsIn(steps, waitMs, 4000 * SECOND)).toEqual([])
})

test('a leap into the future is a wrong clock, and none', () => {
  expect(leapsIn([...STEADY, 3600 * SECOND, 3000], 0, 60 * SECOND)).toEqual([])
})
