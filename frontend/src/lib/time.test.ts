import { expect, test } from 'vitest'
import { exactTimeOf, relativeTimeOf } from './time.ts'

const NOW = Date.parse('2026-11-20T13:00:00.000Z')

test.each([
  ['2026-11-20T13:00:05.000Z', 'just now'],
  ['2026-11-20T12:59:59.500Z', 'just now'],
  ['2026-11-20T12:59:59.000Z', '1s ago'],
  ['2026-11-20T12:59:00.500Z', '59s ago'],
  ['2026-11-20T12:59:00.000Z', '1m ago'],
  ['2026-11-20T12:00:01.000Z', '59m ago'],
  ['2026-11-20T12:00:00.000Z', '1h ago'],
  ['2026-11-19T13:00:00.000Z', '1d ago'],
  ['2026-11-10T12:00:00.000Z', '10d ago'],
])('seen from 13:00, %s was %s', (iso, told) => {
  expect(relativeTimeOf(iso, NOW)).toBe(told)
})

test('an exact time is told to the second in UTC', () => {
  expect(exactTimeOf('2026-11-20T13:05:09.123Z')).toBe('20 Nov 2026, 13:05:09 UTC')
})
