import { expect, test } from 'vitest'
import { addressOf, feedOf, optionsUpdateOf, type Wire } from './feed.ts'

const V2 = '/xrpc/network.bsky.jetstream.subscribeEvents'
const ALL = { cursor: undefined, collections: [], dids: undefined, dictionary: undefined }

test.each<[string, Wire | undefined, string, string]>([
  ['wss://a.example/subscribe', undefined, 'a.example/v1', '/subscribe'],
  ['ws://127.0.0.1:6008/subscribe', undefined, '127.0.0.1:6008/v1', '/subscribe'],
  [`wss://b.example${V2}`, undefined, 'b.example/v2', V2],
  ['wss://c.example', undefined, 'c.example/v1', '/subscribe'],
  ['wss://c.example', 'v2', 'c.example/v2', V2],
  ['wss://c.example/behind/a/proxy', 'v2', 'c.example/v2', '/behind/a/proxy'],
  [`wss://b.example${V2}`, 'v1', 'b.example/v1', V2],
])('the cursors of %s, told to be %s, are kept under %s', (url, wire, name, path) => {
  const feed = feedOf(url, wire)

  expect(feed.name).toBe(name)
  expect(new URL(feed.url).pathname).toBe(path)
})

test('a v1 address names the collections one by one, the cursor and the compression', () => {
  const address = addressOf(feedOf('ws://localhost:6008/subscribe'), {
    ...ALL,
    cursor: 1_700_000_000_000_000,
    collections: ['app.bsky.*', 'sh.tangled.feed.star'],
    dictionary: 5,
  })

  expect([...new URL(address).searchParams]).toEqual([
    ['wantedCollections', 'app.bsky.*'],
    ['wantedCollections', 'sh.tangled.feed.star'],
    ['compress', 'true'],
    ['cursor', '1700000000000000'],
  ])
})

test('accounts are told to a v1 server by a message that it waits for', () => {
  const dids = ['did:plc:a', 'did:plc:b']
  const address = addressOf(feedOf('ws://localhost:6008/subscribe'), { ...ALL, dids })

  expect([...new URL(address).searchParams]).toEqual([['requireHello', 'true']])
  expect(JSON.parse(optionsUpdateOf(['app.bsky.*'], dids))).toEqual({
    type: 'options_update',
    payload: { wantedCollections: ['app.bsky.*'], wantedDids: dids, maxMessageSizeBytes: 0 },
  })
})

test('a v2 address names all by the names of v2', () => {
  const address = addressOf(feedOf(`ws://localhost:6008${V2}`), {
    cursor: 12,
    collections: ['app.bsky.*'],
    dids: ['did:plc:a', 'did:plc:b'],
    dictionary: 20_260_811,
  })

  expect([...new URL(address).searchParams]).toEqual([
    ['collections', 'app.bsky.*'],
    ['dids', 'did:plc:a'],
    ['dids', 'did:plc:b'],
    ['zstdDictionary', '20260811'],
    ['cursor', '12'],
  ])
})

test('the live tail of all collections needs no parameter, and those of the setting stay', () => {
  expect(addressOf(feedOf('ws://localhost:6008/subscribe'), ALL)).toBe(
    'ws://localhost:6008/subscribe',
  )
  expect(
    addressOf(feedOf('ws://localhost:6008/subscribe?maxMessageSizeBytes=9'), { ...ALL, cursor: 5 }),
  ).toBe('ws://localhost:6008/subscribe?maxMessageSizeBytes=9&cursor=5')
})
