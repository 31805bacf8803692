import { hotMember } from '@orrery/shared/codec'
import { noteHotTarget, readHotTargets } from '@orrery/shared/hot-target'
import { keys } from '@orrery/shared/keys'
import { claimLayout } from '@orrery/shared/layout'
import { connect } from '@orrery/shared/redis'
import { HOUR } from '@orrery/shared/step'
import { openStore } from '@orrery/shared/store'
import { startRedis } from '@orrery/shared/testing'
import { expect, test } from 'vitest'
import { pruneHot } from './prune-hot.ts'

const NOW = Date.now()
const { signal } = new AbortController()

test('a hot target’s set loses what is past its retention, and is forgotten when it is empty', async () => {
  await using server = await startRedis()
  await using redis = await connect(server.url)
  const layout = await claimLayout(redis, { partitions: 1, bucketHours: 1 })
  const store = openStore(redis, layout, 48)
  const target = { kind: 'account', account: 7 } as const
  const source = { collection: 'app.bsky.graph.follow', path: 'subject' }
  await noteHotTarget(redis, 'name', { target, source, since: 'then' })
  const key = keys.hotLinks('name', 'then')
  const members = Array.from({ length: 2500 }, (_, index) => ({
    score: NOW - 60 * HOUR + index * 20_000,
    value: hotMember({ author: index, rkey: 'rkey' }),
  }))
  await redis.zAdd(key, members)

  const kept = members.filter(({ score }) => score >= NOW - 48 * HOUR).length
  expect(await pruneHot(store, NOW, signal)).toBe(members.length - kept)
  expect(await redis.zCard(key)).toBe(kept)
  expect(await redis.ttl(key)).toBeGreaterThan(0)

  await pruneHot(store, NOW + 100 * HOUR, signal)
  expect((await readHotTargets(redis)).size, 'a set that is not filled yet may seem empty').toBe(1)
  await redis.hSet(keys.hotFilled('name', 'then'), '0', '1')
  await pruneHot(store, NOW + 100 * HOUR, signal)
  expect((await readHotTargets(redis)).size).toBe(0)
})
