import { keys } from '@orrery/shared/keys'
import { readLayout } from '@orrery/shared/layout'
import { connect } from '@orrery/shared/redis'
import { openSeries } from '@orrery/shared/series'
import { DAY, HOUR, MINUTE, STEPS } from '@orrery/shared/step'
import { openStore } from '@orrery/shared/store'
import { startRedis } from '@orrery/shared/testing'
import { expect, test } from 'vitest'
import { statsOf } from './stats.ts'
import { startApi } from './testing.ts'

const now = Date.parse('2026-11-20T12:34:56.000Z')
const minute = Date.parse('2026-11-20T12:34:00.000Z')
const none = { like: 0, repost: 0, reply: 0, quote: 0, post: 0, total: 0 }

async function openTestSeries(counts: [type: string, at: number, value: number][]) {
  const server = await startRedis()
  const redis = await connect(server.url)
  const series = openSeries(redis, { timeSeries: false }, () => now)
  await series.setMany(
    counts.map(([type, at, value]) => ({ metric: `interactions:${type}`, at, value })),
  )
  return {
    redis,
    series,
    store: openStore(redis, await readLayout(redis), 48),
    async [Symbol.asyncDispose]() {
      await redis[Symbol.asyncDispose]()
      await server[Symbol.asyncDispose]()
    },
  }
}

test('totals reach back from the last minute that was counted', async () => {
  await using opened = await openTestSeries([
    ['like', minute - MINUTE, 5],
    ['post', minute - MINUTE, 1],
    ['like', minute - HOUR, 10],
    ['reply', minute - HOUR - MINUTE, 100],
    ['like', minute - DAY, 1000],
    ['like', minute - DAY - MINUTE, 10_000],
  ])
  const stats = await statsOf({ stored: opened, now })

  expect(stats).toMatchObject({
    from: '2026-11-20T11:34:00.000Z',
    to: '2026-11-20T12:34:00.000Z',
    lastMinute: { ...none, like: 5, post: 1, total: 6 },
    lastHour: { ...none, like: 15, post: 1, total: 16 },
    lastDay: { ...none, like: 1015, reply: 100, post: 1, total: 1116 },
  })
  expect(stats.perMinute).toHaveLength(60)
  const { total: _, ...empty } = none
  expect(stats.perMinute[0]).toEqual({ at: '2026-11-20T11:34:00.000Z', ...empty, like: 10 })
  expect(stats.perMinute[1]).toEqual({ at: '2026-11-20T11:35:00.000Z', ...empty })
  expect(stats.perMinute[59]).toEqual({
    at: '2026-11-20T12:33:00.000Z',
    ...empty,
    like: 5,
    post: 1,
  })
})

test('while a minute is being counted the one before it is the last', async () => {
  await using opened = await openTestSeries([['like', minute - 2 * MINUTE, 7]])
  const stats = await statsOf({ stored: opened, now })

  expect(stats.to).toBe('2026-11-20T12:33:00.000Z')
  expect(stats.lastMinute).toEqual({ ...none, like: 7, total: 7 })
  expect(stats.perMinute.at(-1)).toMatchObject({ at: '2026-11-20T12:32:00.000Z', like: 7 })
})

test('nobody knows the last minute when counting has stopped', async () => {
  await using opened = await openTestSeries([['like', minute - 30 * MINUTE, 7]])
  const stats = await statsOf({ stored: opened, now })

  expect(stats).toMatchObject({ to: '2026-11-20T12:34:00.000Z', lastMinute: null })
  expect(stats.lastHour.total).toBe(7)
  expect(stats.perMinute[30]).toMatchObject({ like: 7 })
})

test('a store without any counts has an hour of zeros', async () => {
  await using api = await startApi({ clock: () => now })

  const { json } = await api.get('/stats')
  expect(json).toMatchObject({
    lastMinute: null,
    lastHour: none,
    lastDay: none,
    events: { perSecond: null, lastMinute: null, lastHour: 0, lastDay: 0 },
    accounts: { lastHour: 0, lastDay: 0 },
    languages: [],
    since: null,
    lagSeconds: null,
    gaps: [],
  })
  expect((json as { perMinute: unknown[] }).perMinute).toHaveLength(60)
})

test('events, accounts, languages and the beginning are told', async () => {
  await using opened = await openTestSeries([['like', minute - MINUTE, 1]])
  const { redis, series } = opened
  await series.setMany([
    { metric: 'events', at: minute - MINUTE, value: 603 },
    { metric: 'events', at: minute - HOUR, value: 10 },
    { metric: 'events', at: minute - DAY, value: 100 },
    { metric: 'events', at: minute - DAY - MINUTE, value: 1000 },
    { metric: 'posts:de', at: minute - 2 * HOUR, value: 5 },
    { metric: 'posts:de', at: minute - MINUTE, value: 2 },
    { metric: 'posts:en', at: minute - MINUTE, value: 6 },
    { metric: 'posts:en', at: minute - 25 * HOUR, value: 60 },
    { metric: 'posts:other', at: minute - MINUTE, value: 9 },
    { metric: 'posts:xx', at: minute - MINUTE, value: 90 },
  ])
  await redis.sAdd(keys.seriesLanguages, ['de', 'en', 'fr'])
  await redis.hSet(keys.layout, 'begun', String(minute - 3 * DAY))
  const accounts = [
    ['minute', now, ['a', 'b']],
    ['minute', now - HOUR, ['b', 'c']],
    ['minute', now - HOUR - MINUTE, ['d']],
    ['hour', now, ['a', 'b', 'c', 'd']],
    ['hour', now - DAY, ['e']],
    ['hour', now - DAY - HOUR, ['f']],
  ] as const
  for (const [step, at, names] of accounts) {
    await redis.pfAdd(keys.activeAccounts(step, Math.floor(at / STEPS[step].length)), [...names])
  }

  expect(await statsOf({ stored: opened, now })).toMatchObject({
    events: { perSecond: 10.1, lastMinute: 603, lastHour: 613, lastDay: 713 },
    accounts: { lastHour: 3, lastDay: 5 },
    languages: [
      { language: 'other', posts: 9 },
      { language: 'de', posts: 7 },
      { language: 'en', posts: 6 },
    ],
    since: '2026-11-17T12:34:00.000Z',
    lagSeconds: null,
    gaps: [],
  })
})
