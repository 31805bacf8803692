import { noteGap, readGaps } from '@orrery/shared/gaps'
import { createLog } from '@orrery/shared/logging'
import { connect } from '@orrery/shared/redis'
import { startRedis, type TestRedis } from '@orrery/shared/testing'
import { expect, onTestFinished, test } from 'vitest'
import { createBrake } from './brake.ts'
import { readCursors } from './cursor.ts'
import { feedOf } from './feed.ts'
import {
  accountFrame,
  accountLine,
  frameOf,
  readStreams,
  serveQuietly,
  timeOf,
} from './fixtures.ts'
import { type FollowOptions, followFeed } from './follow-feed.ts'
import { createPending } from './pending.ts'
import { newProgress } from './progress.ts'
import { createSource } from './source.ts'
import { createWanted, type Wanted } from './wanted.ts'

const NOW = Date.UTC(2026, 10, 20)
const NOW_US = NOW * 1000
const HOUR_US = 3_600_000_000
const ANNA = 'did:plc:anna'

type Options = Partial<FollowOptions> & { wanted?: Wanted }

/** Follows feeds into a Redis of its own, with a clock that stands still and no waiting. */
async function follow(urls: string | string[], options: Options = {}, stored?: TestRedis) {
  const store = stored ?? (await startRedis())
  const redis = await connect(store.url)
  const now = () => NOW
  const brake = createBrake(() => {}, now)
  const progress = newProgress()
  const pending = createPending(redis, brake, 1_000_000)
  const writing = { redis, pending, partitions: 2, batchEvents: 100, batchWaitMs: 600_000, now }
  const [first = '', ...others] = [urls].flat()
  const sourceOf = (url: string) => createSource(feedOf(url), writing)
  const sources = [sourceOf(first), ...others.map(sourceOf)] as const
  const stop = new AbortController()
  const ended = followFeed(
    {
      redis,
      sources,
      partitions: 2,
      replayHours: 24,
      rewindSeconds: 3,
      moveRewindSeconds: 300,
      idleMs: 600_000,
      compression: { isWanted: true, v1: undefined },
      wanted: createWanted(['app.bsky.*'], undefined, []),
      brake,
      noteGap: (gap) => noteGap(redis, gap),
      progress,
      log: createLog('firehose', 'silent'),
      now,
      random: () => 0,
      ...options,
    },
    stop.signal,
  )
  onTestFinished(async () => {
    stop.abort()
    await ended
    await redis[Symbol.asyncDispose]()
    if (!stored) await store[Symbol.asyncDispose]()
  })
  return { redis, feed: sources[0].feed, brake, progress, stop, ended }
}

test('a new feed is taken up a day ago, with the wanted collections', async () => {
  await using server = await serveQuietly()
  await follow(server.url)
  await server.nextClient()

  expect(server.queries[0]?.get('cursor')).toBe(String(NOW_US - 24 * HOUR_US))
  expect(server.queries[0]?.getAll('wantedCollections')).toEqual(['app.bsky.*'])
})

test('a new feed without replay starts at its tail, and so does the next connection while nothing came', async () => {
  await using server = await serveQuietly()
  await follow(server.url, { replayHours: 0 })
  const client = await server.nextClient()
  client.terminate()
  await server.nextClient()

  expect(server.queries.map((query) => query.get('cursor'))).toEqual([null, null])
})

test('after a lost connection what was read is stored, and the next begins a little before it', async () => {
  await using server = await serveQuietly()
  const { redis, feed } = await follow(server.url)
  const last = NOW_US - HOUR_US
  const client = await server.nextClient()
  client.send(accountLine(ANNA, last - 1000))
  client.send(accountLine(ANNA, last))
  client.close()
  await server.nextClient()

  expect(server.queries[1]?.get('cursor')).toBe(String(last - 3_000_000))
  expect(await readCursors(redis, feed.name, 2)).toEqual([last, last])
  expect((await readStreams(redis, 2)).flat()).toHaveLength(2)
})

test('while the brake is held no connection is made', async () => {
  await using server = await serveQuietly()
  const { brake, progress } = await follow(server.url)
  const client = await server.nextClient()
  brake.hold('indexer')
  await expect.poll(() => progress.connected).toBe(true)
  client.terminate()
  await new Promise((resolve) => setTimeout(resolve, 200))
  expect(server.queries).toHaveLength(1)
  brake.release('indexer')
  await server.nextClient()

  expect(server.queries).toHaveLength(2)
})

test('when it is told to stop, what was read is stored', async () => {
  await using server = await serveQuietly()
  const { redis, progress, stop, ended } = await follow(server.url)
  const client = await server.nextClient()
  client.send(accountLine(ANNA, NOW_US))
  await expect.poll(() => progress.events).toBe(1)
  stop.abort()
  await ended

  expect((await readStreams(redis, 2)).flat()).toEqual([accountLine(ANNA, NOW_US)])
})

test('what a server cannot replay after a lost connection is a gap, and the rest is none', async () => {
  await using server = await serveQuietly()
  const { redis } = await follow(server.url)
  const last = NOW_US - HOUR_US
  const sendFirst = async (timeUs: number) => {
    const client = await server.nextClient()
    client.send(accountLine(ANNA, timeUs))
    client.close()
  }
  await sendFirst(last)
  await sendFirst(last)
  await sendFirst(last + 600_000_000)
  await sendFirst(last + 600_000_000)
  await server.nextClient()

  expect(await readGaps(redis)).toEqual([
    {
      from: last / 1000,
      to: last / 1000 + 600_000,
      reason: 'the server had no events of this time any more',
    },
  ])
})

test('events that lie too far apart in the replay of a busy network leave a gap', async () => {
  await using server = await serveQuietly()
  const { redis } = await follow(server.url)
  const client = await server.nextClient()
  const start = NOW_US - HOUR_US
  for (let event = 0; event < 1500; event++) {
    client.send(accountLine(ANNA, start + 2000 * event + (event < 1200 ? 0 : 900_000_000)))
  }
  client.close()
  await server.nextClient()

  expect(await readGaps(redis)).toEqual([
    {
      from: start / 1000 + 2398,
      to: start / 1000 + 2400 + 900_000,
      reason: 'the server had no events of this time',
    },
  ])
})

test('times that step back where a replay goes over to what is live lose nothing and are no gap', async () => {
  await using server = await serveQuietly()
  const { redis, feed } = await follow(server.url)
  const last = NOW_US - HOUR_US
  const times = [last, last + 9_000_000, last + 4_000_000, last + 8_000_000]
  const client = await server.nextClient()
  for (const time of times) client.send(accountLine(ANNA, time))
  client.close()
  await server.nextClient()

  expect((await readStreams(redis, 2)).flat()).toEqual(times.map((time) => accountLine(ANNA, time)))
  expect(server.queries[1]?.get('cursor')).toBe(String(last + 5_000_000))
  expect(await readCursors(redis, feed.name, 2)).toEqual([last + 8_000_000, last + 8_000_000])
  expect(await readGaps(redis)).toEqual([])
})

test('a host that fails is left for the next, which goes on by time a little further back', async () => {
  await using one = await serveQuietly()
  await using other = await serveQuietly()
  const { redis, progress } = await follow([one.url, other.urlV2])
  const last = NOW_US - HOUR_US
  const client = await one.nextClient()
  client.send(accountLine(ANNA, last))
  client.close()
  const second = await other.nextClient()
  expect(other.queries[0]?.get('cursor')).toBe(String(last - 300_000_000))
  expect(progress.feed?.name).toBe(`${new URL(one.url).host}/v1`)
  second.send(accountFrame(ANNA, last + 1000, 12))
  await expect.poll(() => progress.feed?.name).toBe(`${new URL(other.url).host}/v2`)
  second.close()
  await one.nextClient()

  expect(one.queries[1]?.get('cursor')).toBe(String(last + 1000 - 300_000_000))
  expect((await readStreams(redis, 2)).flat()).toHaveLength(2)
  expect(await readGaps(redis)).toEqual([])
})

test('a host that falls silent is left for the next', async () => {
  await using one = await serveQuietly()
  await using other = await serveQuietly()
  await follow([one.url, other.url], { idleMs: 100 })
  await one.nextClient()
  await other.nextClient()
  await one.nextClient()
})

test('what the next host does not have of the time before is a gap', async () => {
  await using one = await serveQuietly()
  await using other = await serveQuietly()
  const { redis } = await follow([one.url, other.url])
  const client = await one.nextClient()
  client.send(accountLine(ANNA, NOW_US - HOUR_US))
  client.close()
  const second = await other.nextClient()
  second.send(accountLine(ANNA, NOW_US))
  second.close()
  await one.nextClient()

  expect(await readGaps(redis)).toEqual([
    {
      from: NOW - 3_600_000,
      to: NOW,
      reason: 'the server is another one and had no events of this time',
    },
  ])
})

test('a host that the settings do not name any more is gone on from too', async () => {
  const store = await startRedis()
  onTestFinished(() => store[Symbol.asyncDispose]())
  await using one = await serveQuietly()
  const before = await follow(one.url, {}, store)
  const client = await one.nextClient()
  client.send(accountLine(ANNA, NOW_US - HOUR_US))
  await expect.poll(() => before.progress.events).toBe(1)
  before.stop.abort()
  await before.ended
  await using other = await serveQuietly()
  await follow(other.url, { replayHours: 0 }, store)
  await other.nextClient()

  expect(other.queries[0]?.get('cursor')).toBe(String(NOW_US - HOUR_US - 300_000_000))
})

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
