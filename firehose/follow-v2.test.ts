import { readGaps } from '@orrery/shared/gaps'
import { expect, onTestFinished, test } from 'vitest'
import { readCursors } from './cursor.ts'
import {
  accountFrame,
  accountLine,
  frameOf,
  readStreams,
  serveQuietly,
  timeOf,
} from './fixtures.ts'
import { ANNA, follow, HOUR_US, NOW_US, type Options } from './testing.ts'

const LAST = NOW_US - HOUR_US

/** Follows a v2 server of which one event, number 41, is stored already. */
async function followAfter41(options: Options = {}) {
  const server = await serveQuietly()
  onTestFinished(() => server[Symbol.asyncDispose]())
  const followed = await follow(server.urlV2, options)
  const client = await server.nextClient()
  client.send(accountFrame(ANNA, LAST, 41))
  client.close()
  return { ...followed, server }
}

test('a v2 server is asked in its own words, and tells events in the form of v1', async () => {
  const { redis, server } = await followAfter41()
  await server.nextClient()

  expect(server.queries[0]?.getAll('collections')).toEqual(['app.bsky.*'])
  expect(server.queries[0]?.get('cursor')).toBe(String(NOW_US - 24 * HOUR_US))
  expect(server.protocols).toEqual(['xrpc.v1.json', 'xrpc.v1.json'])
  expect((await readStreams(redis, 2)).flat()).toEqual([accountLine(ANNA, LAST)])
})

test('the same v2 server goes on from the last event’s number, and sends that event again', async () => {
  const { redis, server } = await followAfter41()
  const client = await server.nextClient()
  expect(server.queries[1]?.get('cursor')).toBe('41')
  client.send(accountFrame(ANNA, LAST, 41))
  client.send(accountFrame(ANNA, LAST + HOUR_US, 42))
  client.close()
  await server.nextClient()

  expect(server.queries[2]?.get('cursor')).toBe('42')
  expect((await readStreams(redis, 2)).flat()).toHaveLength(3)
  expect(await readGaps(redis)).toEqual([])
})

test.each([
  ['another event has the number', LAST - 1, 41],
  ['the number is not reached yet, and live events come', LAST + HOUR_US, 3],
])('a v2 server that counts anew goes on by time: %s', async (_, timeUs, seq) => {
  const { redis, server } = await followAfter41()
  const client = await server.nextClient()
  expect(server.queries[1]?.get('cursor')).toBe('41')
  client.send(accountFrame(ANNA, timeUs, seq))
  client.send(accountFrame(ANNA, timeUs + 1, seq + 1))
  const again = await server.nextClient()
  expect(server.queries[2]?.get('cursor')).toBe(String(LAST - 3_000_000))
  expect((await readStreams(redis, 2)).flat()).toHaveLength(1)
  again.send(accountFrame(ANNA, LAST, 2))
  again.close()
  await server.nextClient()

  expect(server.queries[3]?.get('cursor')).toBe('2')
  expect(await readGaps(redis)).toEqual([])
})

test('a v2 server that has not reached the number yet and says so goes on by time', async () => {
  const { server } = await followAfter41()
  const client = await server.nextClient()
  client.send(frameOf('info', { name: 'FutureCursor', message: 'not there yet' }))
  await server.nextClient()

  expect(server.queries[2]?.get('cursor')).toBe(String(LAST - 3_000_000))
})

test('where the number is too old the server goes on by time from what it has, and the rest is a gap', async () => {
  const server = await serveQuietly()
  onTestFinished(() => server[Symbol.asyncDispose]())
  const { redis } = await follow(server.urlV2)
  const client = await server.nextClient()
  client.send(accountFrame(ANNA, LAST, 41))
  await expect.poll(() => client.readyState).toBe(client.OPEN)
  server.refuseNext('CursorTooOld')
  client.close()
  const again = await server.nextClient()
  expect(server.queries.map((query) => query.get('cursor')).slice(1)).toEqual([
    '41',
    String(LAST - 3_000_000),
  ])
  again.send(frameOf('info', { name: 'OutdatedCursor', message: 'older than what is kept' }))
  again.send(accountFrame(ANNA, LAST + HOUR_US / 2, 900))
  again.close()
  await server.nextClient()

  expect(await readGaps(redis)).toEqual([
    {
      from: LAST / 1000,
      to: LAST / 1000 + 1_800_000,
      reason: 'the server had no events of this time any more',
    },
  ])
})

test('a v2 server that ends the stream with an error is gone on from; nothing after that is read', async () => {
  const { redis, server } = await followAfter41()
  const client = await server.nextClient()
  client.send(accountFrame(ANNA, LAST, 41))
  client.send('{"$type":"error","error":"ConsumerTooSlow","message":"too slow"}')
  client.send(accountFrame(ANNA, LAST + 1, 42))
  await server.nextClient()

  expect(server.queries[2]?.get('cursor')).toBe('41')
  expect((await readStreams(redis, 2)).flat()).toHaveLength(2)
})

test('a repository that was replaced as a whole is no news; what its author does later is', async () => {
  const { redis, feed, server } = await followAfter41()
  const client = await server.nextClient()
  const create = (seq: number, did: string, rev: string) => {
    const commit = { rev, operation: 'create', collection: 'app.bsky.feed.like', rkey: `${seq}` }
    return frameOf('commit', { seq, did, time: timeOf(LAST + seq), ...commit, record: {} })
  }
  const sync = { did: ANNA, rev: '3mm', seq: 7, time: timeOf(LAST) }
  client.send(accountFrame(ANNA, LAST, 41))
  client.send(frameOf('sync', { seq: 50, did: ANNA, time: timeOf(LAST + 50), sync }))
  client.send(create(51, ANNA, '3mm'))
  client.send(create(52, 'did:plc:bert', '3mm'))
  client.send(create(53, ANNA, '3mn'))
  client.send(create(54, ANNA, '3mm'))
  client.close()
  await server.nextClient()

  const lines = (await readStreams(redis, 2)).flat().map((line) => JSON.parse(line))
  const rkeys = lines.flatMap(({ commit }) => commit?.rkey ?? [])
  expect(rkeys.sort()).toEqual(['52', '53'])
  expect(server.queries[2]?.get('cursor')).toBe('54')
  expect(await readCursors(redis, feed.name, 2)).toEqual([LAST + 54, LAST + 54])
})
