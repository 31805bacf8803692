import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { keys } from './keys.ts'
import type { Redis } from './redis.ts'
import type { Sample } from './sample.ts'
import { openSeries } from './series.ts'
import { DAY, HOUR, MINUTE, type Step, startOf } from './step.ts'
import { SERVERS } from './testing-servers.ts'

const STEPS = ['minute', 'hour', 'day'] as const
const now = Date.now()
const today = startOf(now, 'day')

/** Keys of a metric of the test's own, deleted when the test is over. */
function ownMetric(redis: Redis) {
  const metric = `test-${randomUUID()}:like`
  return {
    metric,
    async [Symbol.asyncDispose]() {
      for (const step of STEPS) await redis.del(keys.series(metric, step))
    },
  }
}

/** What a series must answer, the slow way. */
function naiveRange(samples: Sample[], from: number, to: number, step: Step) {
  const minutes = new Map(samples.map(({ at, value }) => [startOf(at, 'minute'), value]))
  const sums = new Map<number, number>()
  for (const [at, value] of minutes) {
    const start = startOf(at, step)
    sums.set(start, (sums.get(start) ?? 0) + value)
  }
  return [...sums]
    .map(([at, value]) => ({ at, value }))
    .filter(({ at }) => at >= from && at < to)
    .sort((one, other) => one.at - other.at)
}

describe.each(SERVERS)('series on $kind', ({ modules, open }) => {
  test('a minute holds the last value that was set', async ({ skip }) => {
    await using server = await open(skip)
    await using own = ownMetric(server.redis)
    const series = openSeries(server.redis, modules)
    await series.set(own.metric, today, 3)
    await series.set(own.metric, today + MINUTE - 1, 5)

    for (const step of STEPS) {
      expect(await series.range(own.metric, today, today + DAY, step)).toEqual([
        { at: today, value: 5 },
      ])
    }
  })

  test('a metric that was never written is empty', async ({ skip }) => {
    await using server = await open(skip)
    const series = openSeries(server.redis, modules)

    expect(await series.range(`test-${randomUUID()}`, today, today + DAY, 'hour')).toEqual([])
  })

  test('metrics do not mix', async ({ skip }) => {
    await using server = await open(skip)
    await using one = ownMetric(server.redis)
    await using other = ownMetric(server.redis)
    const series = openSeries(server.redis, modules)
    await series.setMany([
      { metric: one.metric, at: today, value: 1 },
      { metric: other.metric, at: today, value: 2 },
    ])

    expect(await series.range(one.metric, today, today + 1, 'day')).toEqual([
      { at: today, value: 1 },
    ])
    expect(await series.range(other.metric, today, today + 1, 'day')).toEqual([
      { at: today, value: 2 },
    ])
  })

  test('hours and days are the sums of their minutes, however often and in what order they come', async ({
    skip,
  }) => {
    await using server = await open(skip)
    await using own = ownMetric(server.redis)
    const series = openSeries(server.redis, modules)
    const written: Sample[] = []
    for (let round = 0; round < 12; round++) {
      const batch = Array.from({ length: 40 }, () => ({
        metric: own.metric,
        at: today - 2 * DAY + Math.floor(Math.random() * 100) * 29 * MINUTE,
        value: Math.floor(Math.random() * 1000),
      }))
      await series.setMany(batch)
      written.push(...batch)
    }

    const spans = [
      [today - 3 * DAY, today + DAY],
      [today - DAY, today],
      [today - DAY + 10 * HOUR + 1, today - DAY + 13 * HOUR],
      [today, today],
    ] as const
    for (const step of STEPS) {
      for (const [from, to] of spans) {
        expect(await series.range(own.metric, from, to, step)).toEqual(
          naiveRange(written, from, to, step),
        )
      }
    }
  })

  test('what is no sum is kept for each step by itself', async ({ skip }) => {
    await using server = await open(skip)
    await using own = ownMetric(server.redis)
    const series = openSeries(server.redis, modules)
    const values = { minute: 5, hour: 40, day: 300 }
    for (const factor of [1, 2]) {
      await series.setSteps(
        STEPS.flatMap((step) => [
          { metric: own.metric, step, at: today + 30_000, value: values[step] * factor },
          { metric: own.metric, step, at: today - DAY + 30_000, value: 1 },
        ]),
      )
    }

    for (const step of STEPS) {
      expect(await series.range(own.metric, today - DAY, today + DAY, step)).toEqual([
        { at: today - DAY, value: 1 },
        { at: today, value: values[step] * 2 },
      ])
    }
  })

  test('a minute that is closed is refused and leaves the others as they were', async ({
    skip,
  }) => {
    await using server = await open(skip)
    await using own = ownMetric(server.redis)
    const series = openSeries(server.redis, modules, () => now)
    const samples = [now - 7 * DAY - 1, now].map((at) => ({ metric: own.metric, at, value: 1 }))

    await expect(series.setMany(samples)).rejects.toThrow(RangeError)
    expect(await series.range(own.metric, today - 10 * DAY, today + DAY, 'minute')).toEqual([])
    await series.set(own.metric, now - 7 * DAY, 1)
    expect(await series.range(own.metric, today - 10 * DAY, today + DAY, 'day')).toHaveLength(1)
  })
})

test('plain hashes stay small and expire once nothing in them is kept any more', async ({
  skip,
}) => {
  const [plain] = SERVERS
  if (!plain) throw new Error('no plain server')
  await using server = await plain.open(skip)
  const series = openSeries(server.redis, plain.modules)
  const metric = 'interactions:like'
  const samples = Array.from({ length: 24 * 60 }, (_, minute) => ({
    metric,
    at: today - DAY + minute * MINUTE,
    value: minute,
  }))
  await series.setMany(samples)

  const hour = keys.seriesHash(metric, 'minute', today / HOUR - 24)
  const day = keys.seriesHash(metric, 'hour', today / DAY - 1)
  const days = keys.seriesHash(metric, 'day', Math.floor((today / DAY - 1) / 100))
  for (const key of [hour, day, days]) {
    expect(await server.redis.sendCommand(['OBJECT', 'ENCODING', key])).toBe('listpack')
  }
  expect(await server.redis.expireTime(hour)).toBe((today - DAY + HOUR + 8 * DAY) / 1000)
  expect(await server.redis.expireTime(day)).toBe((today + 90 * DAY) / 1000)
  expect(await server.redis.expireTime(days)).toBe(-1)
})
