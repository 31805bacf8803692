import { partitionOf } from '@orrery/shared/hash'
import { keys } from '@orrery/shared/keys'
import { connect } from '@orrery/shared/redis'
import { startRedis, type TestRedis } from '@orrery/shared/testing'
import { expect, onTestFinished, test } from 'vitest'
import { createBrake } from './brake.ts'
import { readCursors, readHeld } from './cursor.ts'
import { accountLine, readStreams } from './fixtures.ts'
import { createPending } from './pending.ts'
import { createPublisher } from './publisher.ts'

const FEED = 'localhost/v1'
const NOW = Date.UTC(2026, 10, 20)
const NEVER_MS = 600_000

async function publisherOn(server: TestRedis, options = {}) {
  const redis = await connect(server.url)
  onTestFinished(() => redis[Symbol.asyncDispose]())
  const brake = createBrake(
    () => {},
    () => NOW,
  )
  const pending = createPending(redis, brake, 1000)
  const publisher = createPublisher({
    redis,
    pending,
    feed: FEED,
    partitions: 3,
    batchEvents: 100,
    batchWaitMs: NEVER_MS,
    now: () => NOW,
    ...options,
  })
  const publish = (did: string, timeUs: number) => {
    const line = accountLine(did, timeUs)
    publisher.publish({ did, timeUs, collection: undefined, line }, line.length)
    return line
  }
  return { redis, brake, pending, publisher, publish }
}

/** An account of each partition. */
const DIDS = [0, 1, 2].map((partition) => {
  const numbers = Array.from({ length: 100 }, (_, number) => `did:plc:${number}`)
  return numbers.find((did) => partitionOf(did, 3) === partition) ?? ''
})
const [FIRST = '', SECOND = '', THIRD = ''] = DIDS

/** Makes the server leave writes without an answer until it is killed or told otherwise. */
async function holdWrites(server: TestRedis) {
  await using admin = await connect(server.url)
  await admin.sendCommand(['CLIENT', 'PAUSE', String(NEVER_MS), 'WRITE'])
}

test('a batch is one entry a partition, and every partition’s cursor is that of the last event', async () => {
  await using server = await startRedis()
  const { redis, publisher, publish } = await publisherOn(server)
  const lines = [publish(FIRST, 10), publish(SECOND, 20), publish(FIRST, 30)]
  await publisher.drain()

  expect(await readStreams(redis, 3)).toEqual([[lines[0], lines[2]], [lines[1]], []])
  expect(await redis.xLen(keys.events(0))).toBe(1)
  expect(await readCursors(redis, FEED, 3)).toEqual([30, 30, 30])
})

test('a batch is written when a partition holds enough, without waiting, in entries of so many', async () => {
  await using server = await startRedis()
  const { redis, publish } = await publisherOn(server, { batchEvents: 2 })
  for (let time = 1; time <= 5; time++) publish(FIRST, time)
  await expect.poll(() => readCursors(redis, FEED, 3)).toEqual([5, 5, 5])

  const entries = (await redis.xRange(keys.events(0), '-', '+')) ?? []
  expect(entries.map(({ message }) => message.d?.split('\n').length)).toEqual([2, 2, 1])
})

test('a batch is written some time after its first event, however few they are', async () => {
  await using server = await startRedis()
  const { redis, publish } = await publisherOn(server, { batchWaitMs: 1 })
  publish(FIRST, 1)
  await expect.poll(() => redis.xLen(keys.events(0))).toBe(1)
  publish(FIRST, 2)

  await expect.poll(() => redis.xLen(keys.events(0))).toBe(2)
})

test('nothing is dropped where the server’s times step back, and the cursor steps back too', async () => {
  await using server = await startRedis()
  const { redis, publisher, publish } = await publisherOn(server)
  for (const time of [100, 300, 200]) publish(FIRST, time)
  await publisher.drain()

  expect((await readStreams(redis, 3))[0]).toHaveLength(3)
  expect(await readCursors(redis, FEED, 3)).toEqual([200, 200, 200])
})

test('a cursor is never in the future', async () => {
  await using server = await startRedis()
  const { redis, publisher, publish } = await publisherOn(server)
  publish(FIRST, (NOW + 60_000) * 1000)
  await publisher.drain()

  expect(await readCursors(redis, FEED, 3)).toEqual(Array(3).fill(NOW * 1000))
})

test('a partition whose first batch is refused has the first event’s time for a cursor', async () => {
  await using server = await startRedis()
  const { redis, publisher, publish } = await publisherOn(server)
  publish(THIRD, 70)
  publish(THIRD, 80)
  await using admin = await connect(server.url)
  await admin.sendCommand(['ACL', 'SETUSER', 'default', 'resetkeys', '~cursor*', '~feeds'])
  await expect(publisher.drain()).rejects.toThrow('did not take a batch')
  await admin.sendCommand(['ACL', 'SETUSER', 'default', '~*'])

  expect(await readCursors(admin, FEED, 3)).toEqual([80, 80, 70])
  expect(await readStreams(admin, 3)).toEqual([[], [], []])
  expect(redis.isOpen).toBe(false)
})

test('what is not wanted moves the cursor and leaves no entry', async () => {
  await using server = await startRedis()
  const { redis, publisher, publish } = await publisherOn(server)
  publish(FIRST, 10)
  publisher.pass({ timeUs: 20 })
  await publisher.drain()
  publisher.pass({ timeUs: 30 })
  await publisher.drain()

  expect(await readCursors(redis, FEED, 3)).toEqual([30, 30, 30])
  expect(await redis.xLen(keys.events(0))).toBe(1)
})

test('numbers of events are kept beside their times, and the feed is known by name', async () => {
  await using server = await startRedis()
  const { redis, publisher } = await publisherOn(server)
  publisher.pass({ timeUs: 20, seq: 7 })
  publisher.pass({ timeUs: 10, seq: 8 })
  await publisher.drain()

  expect(await readHeld(redis, FEED, 3)).toEqual({
    own: [10, 10, 10],
    sequences: [8, 8, 8],
    others: [undefined, undefined, undefined],
  })
  expect(await redis.sMembers(keys.feeds)).toEqual([FEED])
})

test('a batch that Redis has no memory for is not passed by the next, for which it has', async () => {
  await using server = await startRedis()
  const { publisher, pending, publish } = await publisherOn(server, { batchEvents: 1 })
  publish(FIRST, 1)
  await publisher.drain()
  await using admin = await connect(server.url)
  await admin.configSet('maxmemory', '1')
  publish(FIRST, 2)
  await expect(pending.untilFailure(new AbortController().signal)).rejects.toThrow(
    'did not take a batch',
  )
  await admin.configSet('maxmemory', '0')
  publish(FIRST, 3)
  await expect(publisher.drain()).rejects.toThrow()

  expect(await readStreams(admin, 3)).toEqual([[accountLine(FIRST, 1)], [], []])
  expect(await readCursors(admin, FEED, 3)).toEqual([1, 1, 1])
})

test('a batch waits for the one before it, and so does its cursor', async () => {
  await using server = await startRedis()
  const { redis, publisher, publish } = await publisherOn(server, { batchEvents: 1 })
  await holdWrites(server)
  for (let time = 1; time <= 5; time++) publish(FIRST, time)
  await using admin = await connect(server.url)
  await admin.sendCommand(['CLIENT', 'UNPAUSE'])
  await publisher.drain()

  const order = await redis.xRange(keys.events(0), '-', '+')
  const times = order?.map(({ message }) => JSON.parse(message.d ?? '').time_us)
  expect(times).toEqual([1, 2, 3, 4, 5])
  expect(await readCursors(redis, FEED, 3)).toEqual([5, 5, 5])
})

test('a frame that cannot be delivered is kept, cut to what is bearable, with the reason', async () => {
  await using server = await startRedis()
  const { redis, publisher } = await publisherOn(server)
  publisher.bury('x'.repeat(70_000), 70_000, 'not JSON')
  await publisher.drain()
  const letters = await redis.xRange(keys.deadLetters, '-', '+')

  expect(letters?.map(({ message }) => message)).toEqual([
    {
      source: 'firehose',
      at: '2026-11-20T00:00:00.000Z',
      reason: 'not JSON',
      data: 'x'.repeat(65_536),
    },
  ])
})

test('the brake is held while Redis owes too many acknowledgements', async () => {
  await using server = await startRedis()
  const { redis, brake, publisher, publish } = await publisherOn(server, { batchEvents: 1 })
  await holdWrites(server)
  publish(FIRST, 1)
  expect(brake.isHeld()).toBe(false)
  for (let time = 2; time <= 20; time++) publish(FIRST, time)
  expect(brake.reasons()).toEqual(['redis'])
  await using admin = await connect(server.url)
  await admin.sendCommand(['CLIENT', 'UNPAUSE'])
  await expect.poll(() => brake.isHeld()).toBe(false)
  await publisher.drain()

  expect(await redis.xLen(keys.events(0))).toBe(20)
})

test('when a batch is lost with Redis no later one is written, and no cursor passes it', async () => {
  await using server = await startRedis({ persist: true })
  const { redis, publisher, pending, publish } = await publisherOn(server, { batchEvents: 1 })
  publish(FIRST, 1)
  await publisher.drain()
  await holdWrites(server)
  publish(FIRST, 2)
  const failure = expect(pending.untilFailure(new AbortController().signal)).rejects.toThrow(
    'Redis was lost',
  )
  await server.crash()
  await failure
  publish(FIRST, 3)
  await expect(publisher.drain()).rejects.toThrow()
  await expect(redis.ping()).rejects.toThrow() // the connection is not taken up again

  await using after = await connect(server.url)
  expect(await readStreams(after, 3)).toEqual([[accountLine(FIRST, 1)], [], []])
  expect(await readCursors(after, FEED, 3)).toEqual([1, 1, 1])
})

test('a Redis that restarts between two batches is not written to: it may have lost the first', async () => {
  await using server = await startRedis()
  const { redis, publisher, pending, publish } = await publisherOn(server)
  publish(FIRST, 1)
  await publisher.drain()
  await server.crash()
  await expect(pending.untilFailure(new AbortController().signal)).rejects.toThrow('Redis was lost')
  publish(FIRST, 2)
  await expect(publisher.drain()).rejects.toThrow()
  await expect(redis.ping()).rejects.toThrow() // the connection is not taken up again

  await using after = await connect(server.url)
  expect(await readCursors(after, FEED, 3)).toEqual([undefined, undefined, undefined])
})
