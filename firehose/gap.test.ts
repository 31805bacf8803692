import { expect, test } from 'vitest'
import { gapBetween } from './gap.ts'

const LAST = 1_700_000_000_000_500

test.each([
  ['the last event comes again', LAST],
  ['earlier ones come again', LAST - 3_000_000],
  ['the next follows at once', LAST + 5_000_000],
])('nothing is missing where %s', (_, first) => {
  expect(gapBetween(LAST, first, 'cursor')).toBeUndefined()
})

test('what lies between the last event and the first is a gap', () => {
  expect(gapBetween(LAST, LAST + 60_000_000, 'tail')).toEqual({
    from: 1_700_000_000_000,
    to: 1_700_000_060_000,
    reason: 'the feed was taken up at its live tail',
  })
})
