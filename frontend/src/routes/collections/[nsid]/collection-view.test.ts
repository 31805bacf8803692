import { expect, test } from 'vitest'
import { periodOf, startOf } from './collection-view.ts'

test.each([
  ['', '7d'],
  ['period=90d', '90d'],
  ['period=valueOf', '7d'],
])('the query "%s" asks for %s', (query, period) => {
  expect(periodOf(new URLSearchParams(query))).toBe(period)
})

test('a period ends with the step that goes on', () => {
  const now = Date.parse('2026-11-20T13:05:10Z')
  expect(startOf('24h', now)).toBe('2026-11-19T14:00:00.000Z')
  expect(startOf('30d', now)).toBe('2026-10-22T00:00:00.000Z')
})
