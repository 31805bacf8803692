import { expect, test } from 'vitest'
import { collectionsQueryOf, collectionsViewOf, sinceOf, stepsTo } from './collections-view.ts'

test.each([
  '?',
  '?prefix=app.bsky.feed&order=name',
  '?view=list&order=dids-estimate&period=7d&cursor=0a',
  '?q=feed+like',
  '?order=name&page=3',
])('the query %s and the view that it asks for lead to each other', (query) => {
  expect(collectionsQueryOf(collectionsViewOf(new URLSearchParams(query)))).toBe(query)
})

test.each(['app', 'app.', '.bsky', 'app bsky', 'app..bsky', '', '<b>.c'])(
  '"%s" is no prefix',
  (prefix) => {
    expect(collectionsViewOf(new URLSearchParams({ prefix })).prefix).toBeUndefined()
  },
)

test('a period is whole hours up to the running one', () => {
  const now = Date.parse('2026-11-20T13:05:10Z')
  expect(sinceOf('24h', now)).toBe('2026-11-19T14:00:00.000Z')
  expect(sinceOf('ever', now)).toBeUndefined()
})

test('the way to a name begins with its authority', () => {
  expect(stepsTo('app.bsky.feed.like')).toEqual([
    { prefix: 'app.bsky', name: 'app.bsky' },
    { prefix: 'app.bsky.feed', name: 'feed' },
    { prefix: 'app.bsky.feed.like', name: 'like' },
  ])
})
