import { keys } from '@orrery/shared/keys'
import { connect } from '@orrery/shared/redis'
import { startRedis } from '@orrery/shared/testing'
import { expect, test } from 'vitest'
import { createBacklog } from './backlog.ts'
import { createBrake } from './brake.ts'

const LIMITS = { partitions: 2, maxBytes: 100_000 }

test('the brake is held while the streams take too much, until it is a fifth less', async () => {
  await using server = await startRedis()
  await using redis = await connect(server.url)
  const brake = createBrake(() => {}, Date.now)
  const backlog = createBacklog(redis, brake, LIMITS)
  const fill = (bytes: number) => redis.xAdd(keys.events(1), '*', { d: 'x'.repeat(bytes) })
  await fill(70_000)
  await backlog.check()
  expect(brake.isHeld()).toBe(false)
  await fill(25_000)
  await fill(25_000)
  await backlog.check()
  expect(brake.reasons()).toEqual(['indexer'])
  await redis.xTrim(keys.events(1), 'MAXLEN', 0)
  await backlog.check()

  expect(brake.isHeld()).toBe(false)
})

test('between two looks no more than a quarter of it is added', async () => {
  await using server = await startRedis()
  await using redis = await connect(server.url)
  const brake = createBrake(() => {}, Date.now)
  const backlog = createBacklog(redis, brake, LIMITS)
  backlog.add(25_000)
  expect(brake.isHeld()).toBe(false)
  backlog.add(1)
  expect(brake.reasons()).toEqual(['indexer'])
  await backlog.check()

  expect(brake.isHeld()).toBe(false)
})
