import { expect, test } from 'vitest'
import { spanOf, statsViewOf } from './stats-view.ts'

test.each([
  ['', { period: '24h', step: 'hour' }],
  ['period=7d', { period: '7d', step: 'hour' }],
  ['period=7d&step=day', { period: '7d', step: 'day' }],
  ['period=30d', { period: '30d', step: 'day' }],
  ['period=1y&step=minute', { period: '1y', step: 'day' }],
  ['period=toString&step=day', { period: '24h', step: 'hour' }],
])('the query "%s" asks for %j', (query, view) => {
  expect(statsViewOf(new URLSearchParams(query))).toEqual(view)
})

test('a period is as many steps as fit into it, the running one among them', () => {
  const now = Date.parse('2026-11-20T13:05:10Z')
  expect(spanOf({ period: '24h', step: 'hour' }, now).from).toBe('2026-11-19T14:00:00.000Z')
  expect(spanOf({ period: '1h', step: 'minute' }, now).from).toBe('2026-11-20T12:06:00.000Z')
  expect(spanOf({ period: '7d', step: 'day' }, now).from).toBe('2026-11-14T00:00:00.000Z')
})
