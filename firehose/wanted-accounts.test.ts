import { once } from 'node:events'
import { expect, test } from 'vitest'
import type { WebSocket } from 'ws'
import { accountFrame, accountLine, readStreams, serveQuietly } from './fixtures.ts'
import { ANNA, follow, NOW_US } from './testing.ts'
import { createWanted, MOST_DIDS } from './wanted.ts'

const BERT = 'did:plc:bert'

async function messageFrom(client: WebSocket) {
  const [data] = await once(client, 'message')
  return JSON.parse(String(data)).payload
}

test('a v1 server is told of the accounts before it sends anything, and again when they change', async () => {
  await using server = await serveQuietly()
  const wanted = createWanted(['app.bsky.*'], new Set([ANNA]), [])
  const { redis } = await follow(server.url, { wanted })
  const client = await server.nextClient()
  expect(server.queries[0]?.get('requireHello')).toBe('true')
  expect(await messageFrom(client)).toEqual({
    wantedCollections: ['app.bsky.*'],
    wantedDids: [ANNA],
    maxMessageSizeBytes: 0,
  })
  const told = messageFrom(client)
  wanted.setDids(new Set([BERT]))
  expect((await told).wantedDids).toEqual([BERT])
  client.send(accountLine(ANNA, NOW_US - 2))
  client.send(accountLine(BERT, NOW_US - 1))
  client.close()
  await server.nextClient()

  expect((await readStreams(redis, 2)).flat()).toEqual([accountLine(BERT, NOW_US - 1)])
})

test('a v2 server is connected to anew when the accounts change, from where the streams are', async () => {
  await using server = await serveQuietly()
  const wanted = createWanted([], new Set([ANNA]), [])
  const { progress } = await follow(server.urlV2, { wanted })
  const client = await server.nextClient()
  client.send(accountFrame(ANNA, NOW_US - 1, 41))
  await expect.poll(() => progress.events).toBe(1)
  wanted.setDids(new Set([ANNA, BERT]))
  await server.nextClient()

  expect(server.queries.map((query) => query.getAll('dids'))).toEqual([[ANNA], [ANNA, BERT]])
  expect(server.queries[1]?.get('cursor')).toBe('41')
})

test('more accounts than a server takes are not named, and the rest is left out here', async () => {
  await using server = await serveQuietly()
  const many = Array.from({ length: MOST_DIDS + 1 }, (_, number) => `did:plc:${number}`)
  const wanted = createWanted([], new Set(many), [])
  const { redis } = await follow(server.urlV2, { wanted })
  const client = await server.nextClient()
  client.send(accountFrame('did:plc:7', NOW_US - 2, 41))
  client.send(accountFrame(ANNA, NOW_US - 1, 42))
  client.close()
  await server.nextClient()

  expect(server.queries[0]?.getAll('dids')).toEqual([])
  expect(server.queries[1]?.get('cursor')).toBe('42')
  expect((await readStreams(redis, 2)).flat()).toEqual([accountLine('did:plc:7', NOW_US - 2)])
})

test('where some accounts are wanted silence is no sign as long as the server pings', async () => {
  await using server = await serveQuietly()
  const wanted = createWanted([], new Set([ANNA]), [])
  await follow(server.url, { wanted, idleMs: 700 })
  const client = await server.nextClient()
  for (let pings = 0; pings < 60; pings++) {
    client.ping()
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  expect(server.queries).toHaveLength(1)
  await server.nextClient()
})
