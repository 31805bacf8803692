import { expect, test } from 'vitest'
import { sourcesIn, textOf } from './samples.ts'

test('each path is told once, with the first target that stands there', () => {
  const like = (uri: string) => ({ record: { subject: { uri }, createdAt: '2026' } })
  const post = 'at://did:plc:abc/app.bsky.feed.post/1'
  const other = { record: { via: { uri: post }, site: 'https://example.com/' } }
  expect(sourcesIn([like(post), like(`${post}2`), other, { record: null }])).toEqual([
    { path: 'subject.uri', target: post },
    { path: 'via.uri', target: post },
    { path: 'site', target: 'https://example.com/' },
  ])
})

test('a very long record is cut', () => {
  expect(textOf({ a: 1 })).toBe('{\n  "a": 1\n}')
  expect(textOf({ a: 'x'.repeat(50_000) })).toHaveLength(20_001)
})
