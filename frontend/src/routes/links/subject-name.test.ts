import { expect, test } from 'vitest'
import { sources } from '#lib/words/en/sources.ts'
import { subjectNameOf } from './subject-name.ts'

const DID = 'did:plc:abc234'
const NOBODY = { did: DID, handle: null, displayName: null, avatar: null }
const MAYA = { ...NOBODY, handle: 'maya.example', displayName: 'Maya' }

test.each([
  [MAYA, 'Maya', 'a post by @maya.example'],
  [{ ...MAYA, displayName: null }, '@maya.example', 'a post by @maya.example'],
  [{ ...MAYA, handle: null }, 'Maya', 'a post by Maya'],
  [NOBODY, 'an account', 'a post'],
  [null, 'an account', 'a post'],
])('an account and its post are called by what is known: %j', (owner, account, post) => {
  expect(subjectNameOf({ kind: 'account', target: DID }, owner, sources)).toBe(account)
  const names = { owner: DID, collection: 'app.bsky.feed.post', rkey: '3k2a' }
  expect(subjectNameOf({ kind: 'record', target: `at://${DID}`, ...names }, owner, sources)).toBe(
    post,
  )
})

test('a handle that nobody knows is a name, too', () => {
  expect(subjectNameOf({ kind: 'account', target: 'maya.example' }, null, sources)).toBe(
    'maya.example',
  )
})

test.each([
  ['https://www.example.com/', 'example.com'],
  ['https://example.com/a', 'a page of example.com'],
  ['http://example.com?b', 'a page of example.com'],
  ['mailto:maya@example.com', 'mailto:maya@example.com'],
])('%s is called %s', (target, name) => {
  expect(subjectNameOf({ kind: 'address', target }, null, sources)).toBe(name)
})
