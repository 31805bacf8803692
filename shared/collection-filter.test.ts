import { expect, test } from 'vitest'
import { collectionFilterOf, parseCollections } from './collection-filter.ts'

test.each([
  ['', []],
  [' , ', []],
  ['app.bsky.feed.like', ['app.bsky.feed.like']],
  [' app.bsky.feed.like , sh.tangled.*,app.bsky.feed.like', ['app.bsky.feed.like', 'sh.tangled.*']],
])('%j is a list of collections', (text, collections) => {
  expect(parseCollections(text, 100)).toEqual({ collections })
})

test.each([
  'app.bsky.fo*',
  '*',
  'like',
  'app.bsky.feed.like app.bsky.feed.post',
  'app..like',
  'a.b.*.c',
])('%j is not a list of collections, and the sentence quotes it', (text) => {
  expect(parseCollections(text, 100)).toEqual({
    reason: expect.stringContaining(JSON.stringify(text)),
  })
})

test('no more collections are taken than are allowed', () => {
  const names = Array.from({ length: 101 }, (_, number) => `a.b.c${number}`)

  expect(parseCollections(names.slice(1).join(','), 100)).toHaveProperty('collections')
  expect(parseCollections(names.join(','), 100)).toHaveProperty('reason')
})

test.each([
  [[], 'x.y.z', true],
  [['app.bsky.feed.like'], 'app.bsky.feed.like', true],
  [['app.bsky.feed.like'], 'app.bsky.feed.likes', false],
  [['app.bsky.*'], 'app.bsky.graph.follow', true],
  [['app.bsky.*'], 'app.bskyx.graph', false],
  [['app.bsky.*', 'sh.tangled.feed.star'], 'sh.tangled.feed.star', true],
  [['app.bsky.*', 'sh.tangled.feed.star'], 'sh.tangled.feed.reaction', false],
])('with %j the collection %s passes: %s', (collections, collection, passes) => {
  expect(collectionFilterOf(collections)(collection)).toBe(passes)
})
