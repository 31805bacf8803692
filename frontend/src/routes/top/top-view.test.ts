import { expect, test } from 'vitest'
import { hourFrom, hoursUpTo, topQueryOf, topViewOf } from './top-view.ts'

const view = (query: string) => topViewOf(new URLSearchParams(query))
const usual = {
  type: 'all',
  side: 'subject',
  window: '24h',
  by: 'count',
  bots: true,
  at: undefined,
}

test.each([
  ['?', usual],
  ['?type=reply&side=author', { ...usual, type: 'reply', side: 'author' }],
  ['?window=1h&by=partners&bots=false', { ...usual, window: '1h', by: 'partners', bots: false }],
  ['?at=2026-11-20T13%3A00%3A00.000Z', { ...usual, at: '2026-11-20T13:00:00.000Z' }],
])('the query %s and the view that it asks for lead to each other', (query, expected) => {
  expect(view(query)).toEqual(expected)
  expect(topQueryOf(view(query))).toBe(query)
})

test('what is not known counts as not said, and a time as its hour', () => {
  expect(view('type=x&side=&window=7d&by=name&bots=no&at=soon')).toEqual(usual)
  expect(view('at=2026-11-20T13:59:59%2B01:00').at).toBe('2026-11-20T12:00:00.000Z')
})

test('blocks are always by number', () => {
  expect(view('type=block&by=partners').by).toBe('count')
})

test('hours that have not begun lead nowhere', () => {
  const now = Date.parse('2026-11-20T13:10:00Z')
  expect(hourFrom('2026-11-20T12:00:00.000Z', 1, now)).toBe('2026-11-20T13:00:00.000Z')
  expect(hourFrom('2026-11-20T13:00:00.000Z', 1, now)).toBeUndefined()
  expect(hourFrom('2026-11-20T13:00:00.000Z', -24, now)).toBe('2026-11-19T13:00:00.000Z')
})

test('an older hour that is shown can be chosen, too', () => {
  const now = Date.parse('2026-11-20T13:10:00Z')
  const shown = '2026-11-01T00:00:00.000Z'
  expect(hoursUpTo(now, 2, shown)).toEqual([
    '2026-11-20T13:00:00.000Z',
    '2026-11-20T12:00:00.000Z',
    shown,
  ])
  expect(hoursUpTo(now, 2, '2026-11-20T12:00:00.000Z')).toHaveLength(2)
})
