import { readGaps } from '@orrery/shared/gaps'
import { keys } from '@orrery/shared/keys'
import { startRedis } from '@orrery/shared/testing'
import { expect, onTestFinished, test } from 'vitest'
import { readCursors } from './cursor.ts'
import { accountFrame, accountLine, readStreams, serveQuietly } from './fixtures.ts'
import { ANNA, follow, HOUR_US, NOW, NOW_US } from './testing.ts'

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

test('a gap that a server fills after all, because cursors were lost, is no gap any more', async () => {
  await using server = await serveQuietly()
  const { redis, feed, stop, ended } = await follow(server.url)
  const start = NOW_US - HOUR_US
  const client = await server.nextClient()
  client.send(accountLine(ANNA, start))
  client.close()
  const second = await server.nextClient()
  second.send(accountLine(ANNA, start + 60_000_000))
  second.close()
  const third = await server.nextClient()
  expect(await readGaps(redis)).toHaveLength(1)
  for (const partition of [0, 1]) await redis.del(keys.cursor(partition, feed.name))
  third.close()
  const fourth = await server.nextClient()
  expect(server.queries[3]?.get('cursor')).toBe(String(NOW_US - 24 * HOUR_US))
  for (let second = -1; second <= 61; second++) {
    fourth.send(accountLine(ANNA, start + second * 1_000_000))
  }
  fourth.close()
  await server.nextClient()

  expect(await readGaps(redis)).toEqual([])
  stop.abort()
  await ended
})
