import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { sourceCode } from './known-sources.ts'
import { type Link, linksOf } from './links-of.ts'

const MATERIAL = new URL('../../shared/', import.meta.url)
const CASES = new URL('cases/constellation.json', MATERIAL)
const EVENTS = new URL('data/real-events.jsonl', MATERIAL)

const POST = 'at://did:plc:ann/app.bsky.feed.post/3kzzzzzzzzz22'
const FACET = 'app.bsky.richtext.facet'

test('a like links to its subject and to the repost it was seen through', () => {
  const via = 'at://did:plc:bob/app.bsky.feed.repost/3kzzzzzzzzz33'
  const like = { $type: 'app.bsky.feed.like', subject: ref(POST), via: ref(via) }

  expect(linksOf({ ...like, createdAt: '2026-11-20T12:00:00Z' })).toEqual({
    links: [
      { path: 'subject.uri', target: { kind: 'at-uri', text: POST } },
      { path: 'via.uri', target: { kind: 'at-uri', text: via } },
    ],
    dropped: 0,
  })
})

test('a post has the links of its reply, its embed and its facets, in the order they stand in', () => {
  const feature = (name: string, field: object) => ({ $type: `${FACET}#${name}`, ...field })
  const post = {
    $type: 'app.bsky.feed.post',
    text: 'hello: there',
    langs: ['en'],
    reply: { root: ref(POST), parent: ref(`${POST}x`) },
    facets: [
      { $type: FACET, features: [feature('mention', { did: 'did:plc:bob' })] },
      { features: [feature('link', { uri: 'https://a.example' }), feature('tag', { tag: 'a' })] },
    ],
    embed: { $type: 'app.bsky.embed.recordWithMedia', record: { record: ref(`${POST}y`) } },
  }

  expect(written(linksOf(post).links)).toEqual([
    `reply.root.uri ${POST}`,
    `reply.parent.uri ${POST}x`,
    `facets[${FACET}].features[${FACET}#mention].did did:plc:bob`,
    `facets[].features[${FACET}#link].uri https://a.example`,
    `embed.record.record.uri ${POST}y`,
  ])
})

test.each([
  ['a text in an array', { a: ['x:1', 'no', 'x:2'] }, ['a[] x:1', 'a[] x:2']],
  ['arrays in arrays', { a: [[['x:1']], ['x:2']] }, ['a[][][] x:1', 'a[][] x:2']],
  ['an empty type', { a: [{ $type: '', b: 'x:1' }] }, ['a[].b x:1']],
  ['a type that is no text', { a: [{ $type: 5, b: 'x:1' }] }, ['a[].b x:1']],
  ['a type outside an array', { a: { $type: 't', b: 'x:1' } }, ['a.b x:1']],
  ['a type that is a URI', { a: [{ $type: 'x:t' }] }, ['a[x:t].$type x:t']],
  ['dots in a key', { 'a.b': { c: 'x:1' }, a: { b: { c: 'x:2' } } }, ['a.b.c x:1', 'a.b.c x:2']],
  ['brackets in a key', { 'a[]': 'x:1', a: ['x:2'] }, ['a[] x:1', 'a[] x:2']],
  ['empty keys', { '': { '': 'x:1' } }, ['. x:1']],
  ['the same target twice', { a: ['x:1', 'x:1'], b: 'x:1' }, ['a[] x:1', 'a[] x:1', 'b x:1']],
  ['a target that is written differently', { a: 'HTTPS://A.Example' }, ['a https://a.example']],
  ['a key that is a URI', { 'did:plc:ann': 'no' }, []],
  ['values of other kinds', { a: null, b: 1, c: true, d: {}, e: [], f: [null, 1] }, []],
])('%s', (_, record, links) => {
  expect(written(linksOf(record).links)).toEqual(links)
})

test.each([undefined, null, 'did:plc:ann', 5, true, ['x:1'], {}])('%j has no links', (record) => {
  expect(linksOf(record)).toEqual({ links: [], dropped: 0 })
})

test('keys with a meaning in JavaScript are keys like any other', () => {
  const record = JSON.parse(
    '{"__proto__":{"did":"did:plc:ann"},"constructor":"x:1","a":[{"__proto__":{"$type":"t"},"b":"x:2"}]}',
  )

  expect(written(linksOf(record).links)).toEqual([
    '__proto__.did did:plc:ann',
    'constructor x:1',
    'a[].b x:2',
  ])
  expect(Object.hasOwn(Object.prototype, 'did')).toBe(false)
})

test('broken characters make a text no link, and stay as they are in a path', () => {
  const record = { 'a\0': 'x:1', '\ud800': 'x:2', b: 'x:\0', c: 'x:\udfff', d: '\0' }

  expect(written(linksOf(record).links)).toEqual(['a\0 x:1', '\ud800 x:2'])
})

test('links beyond the limit are counted, not kept', () => {
  const record = { a: Array.from({ length: 1500 }, (_, index) => `x:${index}`), b: 'no' }

  expect(linksOf(record)).toMatchObject({ links: { length: 1000 }, dropped: 500 })
  expect(linksOf(record, 2)).toEqual({
    links: [
      { path: 'a[]', target: { kind: 'uri', text: 'x:0' } },
      { path: 'a[]', target: { kind: 'uri', text: 'x:1' } },
    ],
    dropped: 1498,
  })
  expect(linksOf(record, 1500).dropped).toBe(0)
})

test('a link with a path or a target out of all proportion is counted, not kept', () => {
  const fits = { ['k'.repeat(1024)]: `x:${'a'.repeat(8190)}` }
  const long = { ['k'.repeat(1025)]: 'x:1', b: `x:${'a'.repeat(8191)}`, c: 'x:2' }

  expect(linksOf(fits)).toMatchObject({ links: { length: 1 }, dropped: 0 })
  expect(written(linksOf(long).links)).toEqual(['c x:2'])
  expect(linksOf(long).dropped).toBe(2)
})

test('a record is read 128 levels deep', () => {
  const inside = (levels: number) => `${'{"a":'.repeat(levels)}"x:1"${'}'.repeat(levels)}`

  expect(linksOf(JSON.parse(inside(128)))).toMatchObject({ links: { length: 1 }, dropped: 0 })
  expect(linksOf(JSON.parse(inside(129)))).toEqual({ links: [], dropped: 1 })
})

test('nesting a hundred thousand levels deep leaves the rest of the record readable', () => {
  const levels = 100_000
  const arrays = `${'['.repeat(levels)}"x:1"${']'.repeat(levels)}`
  const objects = `${'{"b":"x:2","a":'.repeat(levels)}0${'}'.repeat(levels)}`
  const { links, dropped } = linksOf(JSON.parse(`{"a":${arrays},"b":${objects},"c":"x:3"}`))

  expect(links.at(-1)).toEqual({ path: 'c', target: { kind: 'uri', text: 'x:3' } })
  expect(dropped).toBe(2)
})

test('a record of a megabyte is read to its end', () => {
  const text = 'a: b'.repeat(250_000)
  const many = Array.from({ length: 100_000 }, () => ({ a: 'b:' }))

  expect(written(linksOf({ text, a: 'x:1' }).links)).toEqual(['a x:1'])
  expect(linksOf({ many })).toMatchObject({ links: { length: 1000 }, dropped: 99_000 })
})

type Case = {
  record: unknown
  links: { path: string; type: string; target: string }[]
}

test.skipIf(!existsSync(CASES))(
  'every record of the Constellation cases has its links (skipped without ../shared/cases)',
  () => {
    const cases: Case[] = JSON.parse(readFileSync(CASES, 'utf8')).extraction.cases
    expect(cases.length).toBeGreaterThan(5)
    for (const { record, links } of cases) {
      const found = linksOf(record).links.map(({ path, target }) => ({
        path: `.${path}`,
        type: target.kind,
        target: target.text,
      }))
      expect(found.toSorted(byText)).toEqual(links.toSorted(byText))
    }
  },
)

test.skipIf(!existsSync(EVENTS))(
  'every source of the app.bsky records in real events has a code (skipped without ../shared/data)',
  () => {
    const unknown = new Set<string>()
    let known = 0
    for (const line of readFileSync(EVENTS, 'utf8').split('\n').filter(Boolean)) {
      const { collection = '', record } = JSON.parse(line).commit ?? {}
      if (!collection.startsWith('app.bsky.')) continue
      for (const { path } of linksOf(record).links) {
        if (sourceCode(collection, path) === undefined) unknown.add(`${collection}:${path}`)
        else known++
      }
    }
    expect([...unknown]).toEqual([])
    expect(known).toBeGreaterThan(5000)
  },
)

function ref(uri: string) {
  return { uri, cid: 'bafyreiaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' }
}

function written(links: readonly Link[]): string[] {
  return links.map(({ path, target }) => `${path} ${target.text}`)
}

function byText(one: object, other: object): number {
  return JSON.stringify(one) < JSON.stringify(other) ? -1 : 1
}
