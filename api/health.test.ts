import { keys } from '@orrery/shared/keys'
import type { Redis } from '@orrery/shared/redis'
import { expect, test } from 'vitest'
import { startApi } from './testing.ts'

const now = Date.parse('2026-11-20T12:00:00.000Z')
const clock = () => now
const PARTITIONS = 4

/** The firehose connected and this many seconds behind in its oldest partition. */
async function feed(redis: Redis, seconds: number, known: Record<string, string> = {}) {
  const at = new Date(now - 1000).toISOString()
  const url = 'wss://feed.example:6008/subscribe'
  const state = { name: 'feed.example:6008/v1', url, connected: '1', at, paused: '', ...known }
  await redis.hSet(keys.feed, state)
  for (let partition = 0; partition < PARTITIONS; partition++) {
    const behind = partition === 2 ? seconds : 0
    await redis.set(keys.cursor(partition, state.name), String((now - behind * 1000) * 1000))
  }
}

test('before anything has run the whole is degraded', async () => {
  await using api = await startApi({ clock })

  const { status, json } = await api.get('/health')
  expect(status).toBe(200)
  expect(json).toEqual({
    status: 'degraded',
    redis: {
      reachable: true,
      version: expect.stringMatching(/^\d+\.\d+/),
      modules: { json: false, timeSeries: false },
      storage: 'fallback',
    },
    firehose: { lagSeconds: null, host: null, connected: false, paused: null },
    indexer: { backlog: 0, deadLetters: 0 },
    scheduler: { jobs: {} },
  })
})

test('all is well while the oldest partition is hardly behind', async () => {
  await using api = await startApi({ clock })
  await feed(api.redis, 12.34)
  const job = { startedAt: 'a', endedAt: 'b', rows: 3, error: null }
  await api.redis.hSet(keys.jobs, 'trim', JSON.stringify(job))
  await api.redis.xAdd(keys.deadLetters, '*', { reason: 'not JSON' })

  expect((await api.get('/health')).json).toMatchObject({
    status: 'ok',
    firehose: { lagSeconds: 12.3, host: 'feed.example:6008', connected: true },
    indexer: { deadLetters: 1 },
    scheduler: { jobs: { trim: job } },
  })
})

test.each([
  ['is more than a minute behind', 61, {}],
  ['is not connected', 0, { connected: '0' }],
  ['was not heard of for long', 0, { at: '2026-11-20T11:59:00.000Z' }],
])('the whole is degraded when the firehose %s', async (_, seconds, known) => {
  await using api = await startApi({ clock })
  await feed(api.redis, seconds, known)

  expect((await api.get('/health')).json).toMatchObject({ status: 'degraded' })
})

test('the backlog is what the indexer was not given or has not acknowledged', async () => {
  await using api = await startApi({ clock })
  const { redis } = api
  const backlog = async () => {
    const { json } = await api.get('/health')
    return (json as { indexer: { backlog: number } }).indexer.backlog
  }
  const ids = []
  for (const partition of [0, 0, 0, 0, 3]) {
    ids.push(await redis.xAdd(keys.events(partition), '*', { d: '{}' }))
  }
  expect(await backlog()).toBe(5)

  const key = keys.events(0)
  await redis.xGroupCreate(key, 'indexer', '0')
  await redis.xGroupCreate(key, 'other', '$')
  await redis.xReadGroup('indexer', 'holder', { key, id: '>' }, { COUNT: 2 })
  expect(await backlog()).toBe(5)
  await redis.xAck(key, 'indexer', `${ids[0]}`)
  expect(await backlog()).toBe(4)

  await redis.xDel(key, `${ids[3]}`)
  expect(await backlog()).toBeGreaterThanOrEqual(3)
})
