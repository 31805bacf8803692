import { expect, test } from 'vitest'
import { blueskyPageOf, shownOn } from './bluesky.ts'

const POST = { collection: 'app.bsky.feed.post', rkey: '3k2a' }
const FEED = { collection: 'app.bsky.feed.generator', rkey: 'whats-hot' }
const LIST = { collection: 'app.bsky.graph.list', rkey: '3k2b' }
const STARTER_PACK = { collection: 'app.bsky.graph.starterpack', rkey: '3k2c' }

test.each([
  ['https://bsky.app/profile/maya.example', undefined],
  ['bsky.app/profile/Maya.Example/', undefined],
  ['https://bsky.app/profile/@maya.example/followers', undefined],
  ['https://bsky.app/profile/maya.example/lists', undefined],
  ['https://bsky.app/profile/maya.example/constructor/3k2a', undefined],
  ['https://bsky.app/profile/maya.example/post/3k2a', POST],
  ['http://main.bsky.app/profile/maya.example/post/3k2a?ref=x', POST],
  ['https://bsky.app/profile/maya.example/post/3k2a/liked-by', POST],
  ['https://bsky.app/profile/maya.example/feed/whats-hot#top', FEED],
  ['https://bsky.app/profile/maya.example/lists/3k2b', LIST],
  ['https://bsky.app/starter-pack/maya.example/3k2c', STARTER_PACK],
  ['https://bsky.app/start/maya.example/3k2c', STARTER_PACK],
])('%s shows the account, and of it %j', (address, record) => {
  expect(shownOn(address)).toEqual({ actor: 'maya.example', ...(record && { record }) })
})

test('an account may be named by its DID, escaped or not', () => {
  const actor = 'did:plc:abc234'
  expect(shownOn(`https://bsky.app/profile/${actor}/post/3k2a`)).toEqual({ actor, record: POST })
  expect(shownOn(`https://bsky.app/profile/${encodeURIComponent(actor)}`)).toEqual({ actor })
})

test.each([
  'https://bsky.app/',
  'https://bsky.app/search?q=maya.example',
  'https://bsky.app/profile/maya',
  'https://bsky.app/starter-pack/maya.example',
  'https://bsky.app.example/profile/maya.example',
  'https://example.com/bsky.app/profile/maya.example',
  'https://notbsky.app/profile/maya.example',
])('%s shows no account', (address) => {
  expect(shownOn(address)).toBeUndefined()
})

test.each([POST, FEED, LIST, STARTER_PACK])('the page of %j shows it', (record) => {
  const page = blueskyPageOf('did:plc:abc234', record)
  expect(shownOn(page ?? '')).toEqual({ actor: 'did:plc:abc234', record })
})

test('a profile record is on its account’s page; what else an account has is on none', () => {
  const profile = { collection: 'app.bsky.actor.profile', rkey: 'self' }
  expect(blueskyPageOf('maya.example', profile)).toBe('https://bsky.app/profile/maya.example')
  const like = { collection: 'app.bsky.feed.like', rkey: '3k2a' }
  expect(blueskyPageOf('maya.example', like)).toBeUndefined()
})
