import { noteGap, readGaps } from '@orrery/shared/gaps'
import { keys } from '@orrery/shared/keys'
import { createLog } from '@orrery/shared/logging'
import { connect } from '@orrery/shared/redis'
import { startRedis } from '@orrery/shared/testing'
import { expect, onTestFinished, test } from 'vitest'
import { createBrake } from './brake.ts'
import { readCursors } from './cursor.ts'
import { feedOf } from './feed.ts'
import { accountLine, type QuietServer, readStreams, serveQuietly } from './fixtures.ts'
import { followFeed } from './follow-feed.ts'
import { createIntake } from './intake.ts'
import { createPending } from './pending.ts'
import { newProgress } from './progress.ts'
import { createPublisher } from './publisher.ts'

const NOW = Date.UTC(2026, 10, 20)
const NOW_US = NOW * 1000
const HOUR_US = 3_600_000_000
const ANNA = 'did:plc:anna'

/** Follows a server's feed into a Redis of its own, with a clock that stands still and no waiting. */
async function follow(server: QuietServer, options = {}, feedBefore: Record<string, string> = {}) {
  const store = await startRedis()
  const redis = await connect(store.url)
  if (feedBefore.time_us) await redis.hSet(keys.feed, feedBefore)
  const now = () => NOW
  const brake = createBrake(() => {}, now)
  const feed = feedOf(server.url, ['app.bsky.*'])
  const progress = newProgress()
  const pending = createPending(redis, brake, 1_000_000)
  const publisher = createPublisher({
    redis,
    pending,
    feed: feed.name,
    partitions: 2,
    batchEvents: 100,
    batchWaitMs: 600_000,
    now,
  })
  const stop = new AbortController()
  const ended = followFeed(
    {
      redis,
      feed,
      partitions: 2,
      replayHours: 24,
      rewindSeconds: 3,
      idleMs: 600_000,
      brake,
      intake: createIntake((collection) => collection.startsWith('app.bsky.'), publisher, progress),
      publisher,
      noteGap: (gap) => pending.settle(noteGap(redis, gap), 0),
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
    await store[Symbol.asyncDispose]()
  })
  return { redis, feed, brake, progress, stop, ended }
}

test('a new feed is taken up a day ago, with the wanted collections', async () => {
  await using server = await serveQuietly()
  await follow(server)
  await server.nextClient()

  expect(server.queries[0]?.get('cursor')).toBe(String(NOW_US - 24 * HOUR_US))
  expect(server.queries[0]?.getAll('wantedCollections')).toEqual(['app.bsky.*'])
})

test('a new feed without replay starts at its tail, and so does the next connection while nothing came', async () => {
  await using server = await serveQuietly()
  await follow(server, { replayHours: 0 })
  const client = await server.nextClient()
  client.terminate()
  await server.nextClient()

  expect(server.queries.map((query) => query.get('cursor'))).toEqual([null, null])
})

test('after a lost connection what was read is stored, and the next begins a little before it', async () => {
  await using server = await serveQuietly()
  const { redis, feed } = await follow(server)
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
  const { brake, progress } = await follow(server)
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
  const { redis, progress, stop, ended } = await follow(server)
  const client = await server.nextClient()
  client.send(accountLine(ANNA, NOW_US))
  await expect.poll(() => progress.events).toBe(1)
  stop.abort()
  await ended

  expect((await readStreams(redis, 2)).flat()).toEqual([accountLine(ANNA, NOW_US)])
})

test('what a server cannot replay after a lost connection is a gap, and the rest is none', async () => {
  await using server = await serveQuietly()
  const { redis } = await follow(server)
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

test('where another server was read before, what this one does not have since then is a gap', async () => {
  await using server = await serveQuietly()
  const before = { time_us: String(NOW_US - HOUR_US) }
  const { redis } = await follow(server, { replayHours: 0 }, before)
  const client = await server.nextClient()
  client.send(accountLine(ANNA, NOW_US))
  client.close()
  await server.nextClient()

  expect(await readGaps(redis)).toEqual([
    { from: NOW - 3_600_000, to: NOW, reason: 'the feed was taken up at its live tail' },
  ])
})
