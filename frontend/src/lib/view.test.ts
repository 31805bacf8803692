import { expect, test } from 'vitest'
import { circleQueryOf, queryOf, viewOf } from './view.ts'

const DEFAULTS = {
  window: '48h',
  direction: 'both',
  orbits: 2,
  sort: 'total',
  order: 'desc',
  page: 1,
}

test.each([
  ['', {}],
  ['window=1h&direction=sent&orbits=3', { window: '1h', direction: 'sent', orbits: 3 }],
  ['sort=last&order=asc&page=4', { sort: 'last', order: 'asc', page: 4 }],
  ['window=7d&direction=up&orbits=4&sort=did&order=x', {}],
  ['page=0', {}],
  ['page=-1', {}],
  ['page=1.5', {}],
  ['page=many', {}],
  ['orbits=', {}],
])('the query %j asks for %j over the defaults', (query, said) => {
  expect(viewOf(new URLSearchParams(query))).toEqual({ ...DEFAULTS, ...said })
})

test('a view comes back from its query, which leaves out the defaults', () => {
  const view = viewOf(new URLSearchParams('window=24h&orbits=1&sort=reply&order=asc&page=2'))

  expect(queryOf(view)).toBe('?window=24h&orbits=1&sort=reply&order=asc&page=2')
  expect(viewOf(new URLSearchParams(queryOf(view)))).toEqual(view)
  expect(queryOf(viewOf(new URLSearchParams()))).toBe('')
})

test('the API is told the whole circle, and nothing about the table', () => {
  const view = viewOf(new URLSearchParams('sort=like&page=3&direction=received'))

  expect(circleQueryOf(view)).toBe('?window=48h&direction=received&orbits=2')
})
