import { expect, test } from 'vitest'
import { addressOf, feedOf } from './feed.ts'

test.each([
  ['wss://jetstream1.us-east.bsky.network/subscribe', 'jetstream1.us-east.bsky.network/v1'],
  ['ws://127.0.0.1:6008/subscribe', '127.0.0.1:6008/v1'],
])('the cursors of %s are kept under %s', (url, name) => {
  expect(feedOf(url, []).name).toBe(name)
})

test('the address names the collections one by one and the cursor', () => {
  const feed = feedOf('ws://localhost:6008/subscribe', ['app.bsky.*', 'sh.tangled.feed.star'])
  const query = new URL(addressOf(feed, 1_700_000_000_000_000)).searchParams

  expect(query.getAll('wantedCollections')).toEqual(['app.bsky.*', 'sh.tangled.feed.star'])
  expect(query.get('cursor')).toBe('1700000000000000')
})

test('the live tail of all collections needs no parameter, and those of the setting stay', () => {
  expect(addressOf(feedOf('ws://localhost:6008/subscribe', []), undefined)).toBe(
    'ws://localhost:6008/subscribe',
  )
  expect(addressOf(feedOf('ws://localhost:6008/subscribe?maxMessageSizeBytes=9', []), 5)).toBe(
    'ws://localhost:6008/subscribe?maxMessageSizeBytes=9&cursor=5',
  )
})
