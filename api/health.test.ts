import { noteGap } from '@orrery/shared/gaps'
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

const RUN = { startedAt: 'a', endedAt: 'b', rows: 3, error: null }

/** That a job has run, and when it is late. */
async function ran(redis: Redis, job: string, lateAt = now, run: object = RUN) {
  const record = { ...run, lateAt: new Date(lateAt).toISOString() }
  await redis.hSet(keys.jobs, job, JSON.stringify(record))
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
    firehose: { lagSeconds: null, host: null, connected: false, paused: null, gaps: [] },
    indexer: { backlog: 0, deadLetters: 0 },
    scheduler: { running: false, jobs: {} },
  })
})

test('all is well while the oldest partition is hardly behind', async () => {
  await using api = await startApi({ clock })
  await feed(api.redis, 12.34)
  await ran(api.redis, 'trim')
  await api.redis.set(keys.lease('scheduler'), 'somebody')
  await api.redis.xAdd(keys.deadLetters, '*', { reason: 'not JSON' })

  expect((await api.get('/health')).json).toMatchObject({
    status: 'ok',
    firehose: { lagSeconds: 12.3, host: 'feed.example:6008', connected: true },
    indexer: { deadLetters: 1 },
    scheduler: { running: true, jobs: { trim: { ...RUN, late: false } } },
  })
})

test.each([
  ['is more than a minute behind', 61, {}],
  ['is not connected', 0, { connected: '0' }],
  ['was not heard of for long', 0, { at: '2026-11-20T11:59:00.000Z' }],
])('the whole is degraded when the firehose %s', async (_, seconds, known) => {
  await using api = await startApi({ clock })
  await ran(api.redis, 'trim')
  await feed(api.redis, seconds, known)

  expect((await api.get('/health')).json).toMatchObject({ status: 'degraded' })
})

test.each([
  ['has missed its turns', now - 1, RUN, true],
  ['has failed', now + 1, { ...RUN, rows: null, error: 'the disk is full' }, false],
  [
    'never ran and should have',
    now - 1,
    { ...RUN, startedAt: null, endedAt: null, rows: null },
    true,
  ],
])('the whole is degraded when a job %s', async (_, lateAt, run, late) => {
  await using api = await startApi({ clock })
  await feed(api.redis, 1)
  await ran(api.redis, 'trim')
  expect((await api.get('/health')).json).toMatchObject({ status: 'ok' })
  await ran(api.redis, 'minutes', lateAt, run)

  expect((await api.get('/health')).json).toMatchObject({
    status: 'degraded',
    scheduler: { jobs: { trim: { ...RUN, late: false }, minutes: { ...run, late } } },
  })
})

test('gaps are listed, and what is missing at present if that is more than a minute', async () => {
  await using api = await startApi({ clock })
  await noteGap(api.redis, { from: now - 7200_000, to: now - 3600_000, reason: 'it was night' })
  await feed(api.redis, 90, { paused: 'indexer' })

  expect((await api.get('/health')).json).toMatchObject({
    firehose: {
      gaps: [
        {
          from: '2026-11-20T10:00:00.000Z',
          to: '2026-11-20T11:00:00.000Z',
          reason: 'it was night',
        },
        { from: '2026-11-20T11:58:30.000Z', to: null, reason: 'the firehose waits for: indexer' },
      ],
    },
  })
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
