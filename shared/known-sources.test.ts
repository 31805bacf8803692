import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { KNOWN_COLLECTIONS, KNOWN_SOURCES } from './known-names.ts'
import { collectionCode, collectionOf, sourceCode, sourceOf } from './known-sources.ts'

const OBSERVED = new URL('../../shared/data/link-paths-observed.txt', import.meta.url)

test('every source and every collection is listed once, in the grammar of paths', () => {
  expect(new Set(KNOWN_SOURCES).size).toBe(KNOWN_SOURCES.length)
  expect(new Set(KNOWN_COLLECTIONS).size).toBe(KNOWN_COLLECTIONS.length)
  const nsid = String.raw`[a-z][a-z0-9-]*(\.[a-zA-Z0-9-]+){2,}`
  const key = String.raw`[a-zA-Z]+(\[(${nsid}(#[a-zA-Z]+)?)?\])*`
  const source = new RegExp(`^${nsid}:${key}(\\.${key})*$`)
  expect(KNOWN_SOURCES.filter((text) => !source.test(text))).toEqual([])
  const collection = new RegExp(`^${nsid}$`)
  expect(KNOWN_COLLECTIONS.filter((text) => !collection.test(text))).toEqual([])
})

test('every code gives back its source and its collection', () => {
  for (let code = 1; code <= KNOWN_SOURCES.length; code++) {
    const { collection, path } = sourceOf(code)
    expect(sourceCode(collection, path)).toBe(code)
    expect(`${collection}:${path}`).toBe(KNOWN_SOURCES[code - 1])
    expect(collectionCode(collection)).toBeDefined()
  }
  for (let code = 1; code <= KNOWN_COLLECTIONS.length; code++) {
    expect(collectionCode(collectionOf(code))).toBe(code)
  }
})

test('zero, fractions and numbers past the end are no codes', () => {
  for (const code of [0, -1, 1.5, Number.NaN, KNOWN_SOURCES.length + 1]) {
    expect(() => sourceOf(code)).toThrow(RangeError)
  }
  for (const code of [0, -1, 1.5, Number.NaN, KNOWN_COLLECTIONS.length + 1]) {
    expect(() => collectionOf(code)).toThrow(RangeError)
  }
})

test('a source or a collection that nobody listed has no code', () => {
  expect(sourceCode('app.bsky.feed.like', 'subject')).toBeUndefined()
  expect(sourceCode('com.example.thing', 'subject.uri')).toBeUndefined()
  expect(sourceCode('__proto__', 'constructor')).toBeUndefined()
  expect(collectionCode('com.example.thing')).toBeUndefined()
  expect(collectionCode('constructor')).toBeUndefined()
})

test('the codes of one byte are what stored data says they are', () => {
  expect(KNOWN_SOURCES.slice(0, 32)).toMatchInlineSnapshot(`
    [
      "app.bsky.feed.like:subject.uri",
      "app.bsky.feed.post:reply.parent.uri",
      "app.bsky.feed.post:reply.root.uri",
      "app.bsky.feed.repost:subject.uri",
      "app.bsky.graph.follow:subject",
      "app.bsky.feed.like:via.uri",
      "app.bsky.feed.repost:via.uri",
      "app.bsky.feed.post:embed.external.uri",
      "app.bsky.feed.post:facets[].features[app.bsky.richtext.facet#link].uri",
      "app.bsky.feed.post:facets[].features[app.bsky.richtext.facet#mention].did",
      "app.bsky.feed.post:facets[app.bsky.richtext.facet].features[app.bsky.richtext.facet#mention].did",
      "app.bsky.feed.post:facets[app.bsky.richtext.facet].features[app.bsky.richtext.facet#link].uri",
      "app.bsky.feed.post:embed.record.uri",
      "app.bsky.feed.post:embed.record.record.uri",
      "app.bsky.feed.post:embed.media.external.uri",
      "app.bsky.graph.block:subject",
      "app.bsky.graph.listitem:subject",
      "app.bsky.graph.listitem:list",
      "app.bsky.feed.threadgate:post",
      "app.bsky.feed.postgate:post",
      "app.bsky.feed.threadgate:hiddenReplies[]",
      "app.bsky.feed.threadgate:allow[app.bsky.feed.threadgate#listRule].list",
      "app.bsky.actor.profile:pinnedPost.uri",
      "app.bsky.actor.profile:joinedViaStarterPack.uri",
      "app.bsky.graph.follow:via.uri",
      "app.bsky.feed.post:text",
      "app.bsky.feed.post:bridgyOriginalUrl",
      "app.bsky.feed.post:entities[].value",
      "app.bsky.graph.listblock:subject",
      "app.bsky.feed.post:embed.external.associatedRefs[].uri",
      "app.bsky.actor.status:embed.external.uri",
      "app.bsky.actor.profile:website",
    ]
  `)
  expect(KNOWN_COLLECTIONS.slice(0, 32)).toMatchInlineSnapshot(`
    [
      "app.bsky.feed.like",
      "app.bsky.feed.post",
      "app.bsky.feed.repost",
      "app.bsky.graph.follow",
      "app.bsky.graph.block",
      "app.bsky.graph.listitem",
      "app.bsky.feed.threadgate",
      "app.bsky.feed.postgate",
      "app.bsky.actor.profile",
      "app.bsky.graph.list",
      "app.bsky.graph.listblock",
      "app.bsky.graph.starterpack",
      "app.bsky.feed.generator",
      "app.bsky.actor.status",
      "app.bsky.graph.verification",
      "app.bsky.labeler.service",
      "app.bsky.notification.declaration",
      "chat.bsky.actor.declaration",
      "com.germnetwork.declaration",
      "com.atproto.lexicon.schema",
      "app.bsky.actor.contentVisibilityDeclaration",
      "app.certified.actor.organization",
      "app.certified.actor.profile",
      "app.certified.badge.award",
      "app.certified.badge.definition",
      "app.certified.badge.response",
      "app.certified.link.evm",
      "app.certified.location",
      "app.gainforest.ac.audio",
      "app.gainforest.ac.deployment",
      "app.gainforest.ac.multimedia",
      "app.gainforest.asset.file",
    ]
  `)
})

test.skipIf(!existsSync(OBSERVED))(
  'every link path seen in real records is known (skipped without ../shared/data)',
  () => {
    const unknown: string[] = []
    let collection = ''
    let paths = 0
    for (const line of readFileSync(OBSERVED, 'utf8').split('\n').filter(Boolean)) {
      const [first = '', , path = ''] = line.trim().split(' ')
      if (!line.startsWith(' ')) collection = first
      else if (sourceCode(collection, path.slice(1)) === undefined) unknown.push(line)
      else paths++
    }
    expect(paths).toBeGreaterThan(80)
    expect(unknown).toEqual([])
  },
)
