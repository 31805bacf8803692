import { expect, test } from 'vitest'
import { apiWindowOf, pairQueryOf, pairViewOf } from './pair-view.ts'

const days = { from: '2026-11-18', to: '2026-11-20' }

test.each([
  ['?', { window: '48h', page: 1 }],
  ['?window=7d', { window: '7d', page: 1 }],
  ['?window=all&page=3', { window: 'all', page: 3 }],
  ['?from=2026-11-18&to=2026-11-20', { window: days, page: 1 }],
] as const)('the query %s and the view that it asks for lead to each other', (query, view) => {
  expect(pairViewOf(new URLSearchParams(query))).toEqual(view)
  expect(pairQueryOf(view)).toBe(query)
})

test('days in the wrong order are put right, and what is no day counts as not said', () => {
  const of = (query: string) => pairViewOf(new URLSearchParams(query)).window
  expect(of('from=2026-11-20&to=2026-11-18')).toEqual(days)
  expect(of('from=2026-11-20&to=')).toBe('48h')
  expect(of('from=2026-13-41&to=2026-11-18&window=7d')).toBe('7d')
  expect(of('window=2d')).toBe('48h')
})

test('the API is asked for the whole of the last day', () => {
  expect(apiWindowOf(days)).toBe('2026-11-18..2026-11-21')
  expect(apiWindowOf({ from: '2026-12-31', to: '2026-12-31' })).toBe('2026-12-31..2027-01-01')
  expect(apiWindowOf('30d')).toBe('30d')
})
