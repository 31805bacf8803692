import { expect, test } from 'vitest'
import { pagePathOf, searchQueryOf } from './search-query.ts'

test.each([
  ['maya.example', 'maya.example'],
  ['@maya.example', 'maya.example'],
  ['  @Maya.Example  ', 'maya.example'],
  ['\u202amaya.example\u202c', 'maya.example'],
  ['did:plc:abc234', 'did:plc:abc234'],
  ['did:web:maya.example', 'did:web:maya.example'],
  ['https://bsky.app/profile/maya.example', 'maya.example'],
  ['https://bsky.app/profile/maya.example/post/3k2a', 'maya.example'],
  ['bsky.app/profile/did:plc:abc234?ref=x', 'did:plc:abc234'],
  ['https://www.bsky.app/profile/did%3Aplc%3Aabc234#top', 'did:plc:abc234'],
  ['https://main.bsky.app/profile/@maya.example', 'maya.example'],
  ['at://did:plc:abc234/app.bsky.feed.post/3k2a', 'did:plc:abc234'],
  ['at://maya.example', 'maya.example'],
])('%j means the account %s', (typed, actor) => {
  expect(searchQueryOf(typed)).toEqual({ kind: 'actor', actor })
})

test.each([
  ['maya', 'maya'],
  ['@maya', 'maya'],
  ['Maya Lindqvist', 'Maya Lindqvist'],
  ['土星', '土星'],
  ['maya..example', 'maya..example'],
  ['-maya.example', '-maya.example'],
  ['127.0.0.1', '127.0.0.1'],
  ['did:plc:', 'did:plc:'],
  ['https://bsky.app/profile/%E0%A4%A', '%E0%A4%A'],
])('%j is the name %s', (typed, name) => {
  expect(searchQueryOf(typed)).toEqual({ kind: 'name', name })
})

test.each(['', '  ', '@', '\u200b', ' @ '])('%j means nothing', (typed) => {
  expect(searchQueryOf(typed)).toEqual({ kind: 'nothing' })
})

test('an account has its page under its handle, else under its DID', () => {
  expect(pagePathOf('maya.example')).toBe('/@maya.example')
  expect(pagePathOf('did:plc:abc234')).toBe('/did:plc:abc234')
  expect(pagePathOf('did:web:localhost%3A80')).toBe('/did:web:localhost%253A80')
})
