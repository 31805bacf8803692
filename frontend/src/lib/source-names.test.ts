import { expect, test } from 'vitest'
import { recordNameOf, sourceNameOf } from './source-names.ts'
import { sources } from './words/en/sources.ts'

test.each([
  ['app.bsky.feed.like', 'subject.uri', 'Likes'],
  ['app.bsky.graph.follow', 'subject', 'Follows'],
  ['com.example.note', 'subject', null],
  ['app.bsky.feed.like', 'subject', null],
])('the links of %s at %s are called %s', (collection, path, name) => {
  expect(sourceNameOf({ collection, path }, sources)).toBe(name)
})

test.each(['[]', '[app.bsky.richtext.facet]', '[*]'])(
  'mentions are called so in facets written %s',
  (facets) => {
    const path = `facets${facets}.features[app.bsky.richtext.facet#mention].did`
    expect(sourceNameOf({ collection: 'app.bsky.feed.post', path }, sources)).toBe('Mentions')
  },
)

test('a record is called by its collection, if that is well known', () => {
  expect(recordNameOf('app.bsky.graph.starterpack', sources).bare).toBe('starter pack')
  expect(recordNameOf('constructor', sources).bare).toBe('record')
  expect(recordNameOf(undefined, sources).bare).toBe('record')
})
