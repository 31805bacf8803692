import { expect, test } from 'vitest'
import { normaliseAtUri, parseAtUri } from './at-uri.ts'
import { randomTexts } from './random-texts.ts'

const POST = 'at://did:plc:ann/app.bsky.feed.post/3kzzzzzzzzz22'

test.each([
  POST,
  'at://did:web:pds.example/app.bsky.feed.post/self',
  'at://did:plc:ann/app.bsky.feed.post',
  'at://did:plc:ann',
  'at://ann.example',
  'at://did:plc:ann//b',
  'at://did:plc:ann/a/b/c/d',
  `${POST}?a=b/#/text/../`,
  'at://did:plc:Ann/a.B/..c',
])('%s is in normal form', (text) => {
  expect(normaliseAtUri(text)).toBe(text)
})

test.each([
  ['AT://Ann.Example/A.B/C', 'at://ann.example/A.B/C'],
  ['At://DID:PLC:Ann/a/b', 'at://did:plc:ann/a/b'],
  ['at://did:plc:ann///', 'at://did:plc:ann'],
  ['at://did:plc:ann/a/b//?c/', 'at://did:plc:ann/a/b?c/'],
  ['at://did:plc:ann/a/./b', 'at://did:plc:ann/a/b'],
  ['at://did:plc:ann/a/..', 'at://did:plc:ann'],
  ['at://did:plc:ann/../../a', 'at://did:plc:ann/a'],
  ['at://did:plc:ann/%2e%2E/a/%7e%3a', 'at://did:plc:ann/a/~%3A'],
  ['at://did:plc:ann/a#%7e%3a', 'at://did:plc:ann/a#~%3A'],
])('%s is normally written %s', (text, normal) => {
  expect(normaliseAtUri(text)).toBe(normal)
  expect(normaliseAtUri(normal)).toBe(normal)
})

test.each([
  '',
  'at://',
  'at:///a',
  'at://?a',
  'at://#a',
  'at:/did:plc:ann',
  'https://ann.example',
  'at://did:plc:ann/a b',
  'at://did:plc:ann/a|b',
  'at://did:plc:ann/%',
  'at://did:plc:ann/a?%2',
  'at://ann%zz.example',
  'at://änn.example',
  `${POST}#é`,
  `at://did:plc:${'a'.repeat(8180)}`,
])('%.60j is not an at-uri', (text) => {
  expect(normaliseAtUri(text)).toBeUndefined()
})

test('an at-uri may be 8,192 bytes long', () => {
  const longest = `at://did:plc:${'a'.repeat(8192 - 13)}`
  expect(normaliseAtUri(longest)).toBe(longest)
})

test.each([
  ['at://did:plc:ann', { authority: 'did:plc:ann', rest: '' }],
  ['at://ann.example/a.b.c', { authority: 'ann.example', collection: 'a.b.c', rest: '' }],
  ['at://did:plc:ann/a.b/c', { authority: 'did:plc:ann', collection: 'a.b', rkey: 'c', rest: '' }],
  ['at://x/a/b/c/d', { authority: 'x', collection: 'a', rkey: 'b', rest: '/c/d' }],
  ['at://x/a/b?c/d#e', { authority: 'x', collection: 'a', rkey: 'b', rest: '?c/d#e' }],
  ['at://x/a#/b', { authority: 'x', collection: 'a', rest: '#/b' }],
  ['at://x?y/a/b', { authority: 'x', rest: '?y/a/b' }],
  ['at://x//b', { authority: 'x', rest: '//b' }],
  ['at://x/a//b', { authority: 'x', collection: 'a', rest: '//b' }],
])('%s has these parts', (text, parts) => {
  expect(parseAtUri(text)).toEqual(parts)
})

test.each(['', 'did:plc:ann', 'https://x/a/b', 'at://', 'at:///a/b', 'AT://x/a/b'])(
  '%j has no parts of an at-uri',
  (text) => {
    expect(parseAtUri(text)).toBeUndefined()
  },
)

test('the normal form is stable and its parts make it up again', () => {
  const pieces = ['/', '/', '.', '..', '?', '#', ':', 'did:', 'Ab', 'c', '%2f', '%61', '%', '\n']
  let accepted = 0
  for (const text of randomTexts(8000, 12, pieces)) {
    const normal = normaliseAtUri(`at://${text}`)
    if (normal === undefined) continue
    expect(normaliseAtUri(normal), text).toBe(normal)
    const { authority = '', collection, rkey, rest } = parseAtUri(normal) ?? {}
    const path = [authority, collection, rkey].filter((part) => part !== undefined)
    expect(`at://${path.join('/')}${rest}`).toBe(normal)
    accepted++
  }
  expect(accepted).toBeGreaterThan(1000)
})
