import { connect } from '@orrery/shared/redis'
import { startRedis } from '@orrery/shared/testing'
import { expect, test } from 'vitest'
import { beat, leave, shareOf } from './fair-share.ts'

test.each([
  { partitions: 4, alive: ['a'], shares: [4] },
  { partitions: 4, alive: ['b', 'a'], shares: [2, 2] },
  { partitions: 4, alive: ['c', 'a', 'b'], shares: [1, 2, 1] },
  { partitions: 2, alive: ['a', 'b', 'c'], shares: [1, 1, 0] },
])('$partitions partitions among $alive are shared as $shares', ({ partitions, alive, shares }) => {
  expect(alive.map((name) => shareOf(name, alive, partitions))).toEqual(shares)
})

test('who says nothing for too long, or leaves, is not counted any more', async () => {
  await using server = await startRedis()
  await using redis = await connect(server.url)
  await beat(redis, 'silent', 60_000)
  expect((await beat(redis, 'first', 60_000)).toSorted()).toEqual(['first', 'silent'])
  await redis.zAdd('indexers', { score: Date.now() - 60_001, value: 'silent' })
  expect((await beat(redis, 'second', 60_000)).toSorted()).toEqual(['first', 'second'])
  await leave(redis, 'first')
  expect(await beat(redis, 'second', 60_000)).toEqual(['second'])
})
