import { expect, test } from 'vitest'
import { exactSubjectOf, otherSpellingsOf, subjectOf } from './subject.ts'

const DID = 'did:plc:abc234'

test.each([
  ['maya.example', 'maya.example'],
  [' @Maya.Example\n', 'maya.example'],
  ['\u202amaya.example\u202c', 'maya.example'],
  [DID, DID],
  [`@${DID}`, DID],
  ['https://bsky.app/profile/maya.example', 'maya.example'],
  [`bsky.app/profile/${DID}/followers`, DID],
  [`at://${DID}`, DID],
  ['at://Maya.Example/', 'maya.example'],
])('%j is the account %s', (typed, target) => {
  expect(subjectOf(typed)).toEqual({ kind: 'account', target })
})

test.each([
  [`at://${DID}/app.bsky.feed.post/3k2a`, DID, 'app.bsky.feed.post', '3k2a'],
  [`AT://${DID}/app.bsky.feed.post/3k2a/`, DID, 'app.bsky.feed.post', '3k2a'],
  ['at://Maya.Example/com.example.note/self', 'maya.example', 'com.example.note', 'self'],
  ['https://bsky.app/profile/Maya.Example/post/3k2a', 'maya.example', 'app.bsky.feed.post', '3k2a'],
  [`bsky.app/profile/${DID}/feed/hot`, DID, 'app.bsky.feed.generator', 'hot'],
  [`https://bsky.app/profile/${DID}/lists/3k2b`, DID, 'app.bsky.graph.list', '3k2b'],
  [`https://bsky.app/starter-pack/${DID}/3k2c`, DID, 'app.bsky.graph.starterpack', '3k2c'],
])('%j is a record of %s', (typed, owner, collection, rkey) => {
  const target = `at://${owner}/${collection}/${rkey}`
  expect(subjectOf(typed)).toEqual({ kind: 'record', target, owner, collection, rkey })
})

test('an at-uri may name a whole collection', () => {
  const target = `at://${DID}/app.bsky.feed.post`
  expect(subjectOf(target)).toMatchObject({ target, collection: 'app.bsky.feed.post' })
})

test.each([
  ['https://example.com', 'https://example.com'],
  ['HTTPS://Example.com/A', 'https://example.com/A'],
  ['example.com/a?b=c', 'https://example.com/a?b=c'],
  ['www.example.com:8080/a', 'https://www.example.com:8080/a'],
  ['https://bsky.app/search?q=x', 'https://bsky.app/search?q=x'],
  ['https://example.com/Größe', 'https://example.com/Gr%C3%B6%C3%9Fe'],
  ['https://müsli.example/', 'https://xn--msli-0ra.example/'],
  ['mailto:maya@example.com', 'mailto:maya@example.com'],
])('%j is the address %s', (typed, target) => {
  expect(subjectOf(typed)).toEqual({ kind: 'address', target })
})

test.each(['', ' ', '@', 'maya', 'Maya Lindqvist', 'https://a b', 'ü:x', 'at://ü'])(
  '%j is nothing that can be linked to',
  (typed) => {
    expect(subjectOf(typed)).toBeUndefined()
  },
)

test('taken as it stands, a page of bsky.app is an address, and a repository no account', () => {
  const page = 'https://bsky.app/profile/maya.example'
  expect(exactSubjectOf(page)).toEqual({ kind: 'address', target: page })
  expect(exactSubjectOf(`at://${DID}`)).toMatchObject({ kind: 'record', target: `at://${DID}` })
  expect(exactSubjectOf('maya.example')).toBeUndefined()
})

test.each([
  ['https://example.com/a', ['https://example.com/a/', 'http://example.com/a']],
  ['http://example.com/', ['http://example.com', 'https://example.com/']],
  [
    'https://example.com/a?b#c',
    ['https://example.com/a', 'https://example.com/a/', 'http://example.com/a?b#c'],
  ],
  ['maya.example', ['https://maya.example']],
  [DID, []],
  ['mailto:maya@example.com', []],
  [`at://${DID}/app.bsky.feed.post/3k2a`, []],
])('%s may have been linked to as %j', (typed, spellings) => {
  const subject = subjectOf(typed)
  expect(subject && otherSpellingsOf(subject)).toEqual(spellings)
})
