import { expect, test } from 'vitest'
import { gapBetween } from './gap.ts'
import { createGapFill } from './gap-fill.ts'

const SECOND = 1_000_000
const BASE = 1_700_000_000 * SECOND
const GAP = gapBetween(BASE + 100 * SECOND, BASE + 200 * SECOND, 'move')
if (GAP === undefined) throw new Error('there is a gap')
const OTHER = { ...GAP, reason: 'no scheduler ran, so that nothing was counted' }

/** At which seconds an event fills the gaps, of events at these seconds. */
function fills(seconds: number[], gaps = [GAP, OTHER]) {
  const filledBy = createGapFill(gaps.filter((gap) => gap !== undefined))
  return seconds.flatMap((second) =>
    filledBy(BASE + second * SECOND).map(({ reason }) => [second, reason]),
  )
}

function steps(from: number, to: number, step = 1): number[] {
  return Array.from({ length: (to - from) / step + 1 }, (_, index) => from + index * step)
}

test('a gap of the feed is filled when events of all its time have come', () => {
  expect(fills(steps(90, 210))).toEqual([[200, GAP.reason]])
  expect(fills(steps(104, 210))).toEqual([[200, GAP.reason]])
})

test.each([
  ['the first event is later than its beginning', steps(110, 210)],
  ['a part of it is missing again', [...steps(90, 150), ...steps(160, 210)]],
  ['all of it is missing again', [...steps(90, 100), ...steps(200, 210)]],
  ['its end has not come yet', steps(90, 199)],
  ['events are so far apart that nobody can know', steps(90, 210, 10)],
])('a gap stays where %s', (_, seconds) => {
  expect(fills(seconds)).toEqual([])
})

test('times that step back within it do no harm', () => {
  expect(fills([...steps(90, 150), ...steps(140, 210)])).toEqual([[200, GAP.reason]])
})
