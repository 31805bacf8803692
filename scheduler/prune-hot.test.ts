import { hotKeysOf, noteHotTarget, readHotTargets } from '@orrery/shared/hot-target'
import { keys } from '@orrery/shared/keys'
import { claimLayout } from '@orrery/shared/layout'
import { connect } from '@orrery/shared/redis'
import { HOUR } from '@orrery/shared/step'
import { openStore } from '@orrery/shared/store'
import { startRedis } from '@orrery/shared/testing'
import { expect, test } from 'vitest'
import { writeHotSets } from '../indexer/hot-sets.ts'
import { pruneHot } from './prune-hot.ts'

const NOW = Date.now()
const { signal } = new AbortController()

test('a hot target’s set loses what is past its retention, and is forgotten when it is empty', async () => {
  await using server = await startRedis()
  await using redis = await connect(server.url)
  const layout = await claimLayout(redis, { partitions: 1, bucketHours: 1 })
  const store = openStore(redis, layout, 48)
  const target = { kind: 'account', account: 7 } as const
  const source = 'app.bsky.graph.follow:subject'
  const hot = { name: 'name', since: 'then' }
  await noteHotTarget(redis, 'name', { target, since: 'then' })
  const links = Array.from({ length: 2500 }, (_, index) => ({
    author: index,
    rkey: 'rkey',
    time: NOW - 60 * HOUR + index * 20_000,
  }))
  const changes = { hot, source }
  const made = links.map((link) => ({ ...link, ...changes }))
  const paused = new Map(
    Array.from({ length: 500 }, (_, index) => [index * 5, 'deactivated'] as const),
  )
  await writeHotSets(store, { gone: [], replaced: [], made }, paused)

  const sets = hotKeysOf(hot, source)
  const cards = async () => {
    const { links, authored, authors, paused } = sets
    return Promise.all([links, authored, authors, paused].map((key) => redis.zCard(key)))
  }
  expect(await cards()).toEqual([2000, 2000, 2000, 500])
  const kept = links.filter(({ time }) => time >= NOW - 48 * HOUR).length
  expect(await pruneHot(store, NOW, signal)).toBe(links.length - kept)
  expect(await cards()).toEqual([kept * 0.8, kept * 0.8, kept * 0.8, kept * 0.2])
  for (const key of Object.values(sets)) expect(await redis.ttl(key)).toBeGreaterThan(0)

  await pruneHot(store, NOW + 100 * HOUR, signal)
  expect((await readHotTargets(redis)).size, 'a set that is not filled yet may seem empty').toBe(1)
  await redis.hSet(keys.hotFilled('name', 'then'), '0', '1')
  await pruneHot(store, NOW + 100 * HOUR, signal)
  expect((await readHotTargets(redis)).size).toBe(0)
})
