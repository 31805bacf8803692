import { DEAD_LETTERS_KEPT } from '@orrery/shared/dead-letters'
import { keys } from '@orrery/shared/keys'
import { claimLayout } from '@orrery/shared/layout'
import { connect, type Redis } from '@orrery/shared/redis'
import { startRedis, type TestRedis } from '@orrery/shared/testing'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { trimEvents, trimStreams } from './trim.ts'

const stream = keys.events(0)
let server: TestRedis
let redis: Redis

beforeAll(async () => {
  server = await startRedis()
  redis = await connect(server.url)
})
afterEach(() => redis.flushAll())
afterAll(async () => {
  await redis[Symbol.asyncDispose]()
  await server[Symbol.asyncDispose]()
})

async function publish(...ids: string[]) {
  for (const id of ids) await redis.xAdd(stream, id, { d: '{}' })
}

async function join(group: string) {
  await redis.xGroupCreate(stream, group, '0', { MKSTREAM: true })
}

async function take(group: string, count: number) {
  await redis.xReadGroup(group, 'one', { key: stream, id: '>' }, { COUNT: count })
}

async function kept() {
  return (await redis.xRange(stream, '-', '+'))?.map(({ id }) => id)
}

test('an entry goes once it is acknowledged, not when it is only delivered', async () => {
  await join('indexer')
  await publish('1-0', '2-0', '3-0')
  await take('indexer', 2)
  expect(await trimEvents(redis, 0)).toBe(0)

  await redis.xAck(stream, 'indexer', ['1-0', '2-0'])
  expect(await trimEvents(redis, 0)).toBe(2)
  expect(await kept()).toEqual(['3-0'])
})

test('an entry that is pending in the middle keeps everything after it', async () => {
  await join('indexer')
  await publish('1-0', '2-0', '3-0', '3-1', '4-0')
  await take('indexer', 5)
  await redis.xAck(stream, 'indexer', ['1-0', '2-0', '3-1', '4-0'])

  expect(await trimEvents(redis, 0)).toBe(2)
  expect(await kept()).toEqual(['3-0', '3-1', '4-0'])
})

test('the slowest of several groups decides', async () => {
  await join('indexer')
  await join('live')
  await publish('1-0', '2-0', '3-0')
  await take('indexer', 3)
  await redis.xAck(stream, 'indexer', ['1-0', '2-0', '3-0'])
  await take('live', 1)
  expect(await trimEvents(redis, 0)).toBe(0)

  await redis.xAck(stream, 'live', ['1-0'])
  expect(await trimEvents(redis, 0)).toBe(1)
  expect(await kept()).toEqual(['2-0', '3-0'])

  await take('live', 2)
  await redis.xAck(stream, 'live', ['2-0', '3-0'])
  expect(await trimEvents(redis, 0)).toBe(2)
  expect(await kept()).toEqual([])
})

test('a group that has read nothing yet keeps everything', async () => {
  await publish('1-0', '2-0')
  await join('indexer')

  expect(await trimEvents(redis, 0)).toBe(0)
  expect(await kept()).toEqual(['1-0', '2-0'])
})

test('a stream that nobody reads, an empty one and none at all are left alone', async () => {
  expect(await trimEvents(redis, 0)).toBe(0)
  await publish('1-0')
  expect(await trimEvents(redis, 0)).toBe(0)
  expect(await kept()).toEqual(['1-0'])

  await redis.del(stream)
  await join('indexer')
  expect(await trimEvents(redis, 0)).toBe(0)
  await publish('2-0')
  await take('indexer', 1)
  expect(await trimEvents(redis, 0)).toBe(0)
})

test('entries that all have read stay as far as there is room, those not yet read in any case', async () => {
  await join('indexer')
  const ids = Array.from({ length: 4000 }, (_, index) => `${index + 1}-0`)
  await Promise.all(ids.map((id) => redis.xAdd(stream, id, { d: 'x'.repeat(500) })))
  await take('indexer', 3000)
  await redis.xAck(stream, 'indexer', ids.slice(0, 3000))
  expect(await trimEvents(redis, 0, 16_000_000)).toBe(0)

  await trimEvents(redis, 0, 1_500_000)
  const { length } = (await kept()) ?? []
  expect(length).toBeGreaterThan(2000)
  expect(length).toBeLessThan(3200)

  for (let run = 0; run < 5; run++) await trimEvents(redis, 0, 1000)
  expect((await kept())?.at(0)).toBe('3001-0')
})

test('a run trims every partition of the layout and the oldest dead letters', async () => {
  await claimLayout(redis, { partitions: 6 })
  const last = keys.events(5)
  await redis.xGroupCreate(last, 'indexer', '0', { MKSTREAM: true })
  await redis.xAdd(last, '1-0', { d: '{}' })
  await redis.xReadGroup('indexer', 'one', { key: last, id: '>' })
  await redis.xAck(last, 'indexer', '1-0')
  await Promise.all(
    Array.from({ length: DEAD_LETTERS_KEPT + 2 }, (_, index) =>
      redis.xAdd(keys.deadLetters, `${index + 1}-0`, { reason: 'not JSON' }),
    ),
  )

  expect(await trimStreams(redis)).toBe(3)
  expect(await redis.xLen(last)).toBe(0)
  const oldest = await redis.xRange(keys.deadLetters, '-', '+', { COUNT: 1 })
  expect(oldest?.[0]?.id).toBe('3-0')
  expect(await trimStreams(redis)).toBe(0)
})
