import { type NetworkEvent, readEvent } from '@orrery/shared/event'
import { readGaps } from '@orrery/shared/gaps'
import { keys } from '@orrery/shared/keys'
import { claimLayout } from '@orrery/shared/layout'
import { connect, type Redis } from '@orrery/shared/redis'
import { openSeries } from '@orrery/shared/series'
import { readSeriesSpan } from '@orrery/shared/series-span'
import { DAY, HOUR, MINUTE, type Step, startOf } from '@orrery/shared/step'
import { openStore } from '@orrery/shared/store'
import { startRedis } from '@orrery/shared/testing'
import { expect, test } from 'vitest'
import { openAccountSketches } from '../indexer/account-sketches.ts'
import { openEventCounter } from '../indexer/count-events.ts'
import { eventCounter } from './event-minutes.ts'

const { signal } = new AbortController()
const NOW = startOf(Date.now(), 'day') + 12 * HOUR + 30 * MINUTE + 5000
const MINUTE_BEFORE = startOf(NOW, 'minute') - MINUTE

async function openAll(url: string) {
  const redis = await connect(url)
  const layout = await claimLayout(redis, { partitions: 2, bucketHours: 1 })
  const series = openSeries(redis, { timeSeries: false }, () => NOW)
  const run = eventCounter(openStore(redis, layout, 48), series)
  const read = async (metric: string, step: Step = 'minute') => {
    const points = await series.range(metric, NOW - 3 * DAY, NOW + DAY, step)
    return points.map(({ at, value }) => [at, value])
  }
  return { redis, series, run: (now = NOW) => run(now, signal), read }
}

let entries = 0

/** Counts the events of one entry as the indexer does. */
async function count(redis: Redis, partition: number, events: NetworkEvent[]) {
  const counter = await openEventCounter(redis, partition, openAccountSketches())
  await counter.count([{ id: `${++entries}-0`, events }], NOW)
}

function post(author: string, time: number, langs?: string[]): NetworkEvent {
  const commit = { operation: 'create', rev: 'r', collection: 'app.bsky.feed.post', rkey: 'k' }
  const record = { text: '', langs }
  return eventOf({
    did: author,
    time_us: time * 1000,
    kind: 'commit',
    commit: { ...commit, record },
  })
}

function identity(author: string, time: number): NetworkEvent {
  return eventOf({ did: author, time_us: time * 1000, kind: 'identity', identity: {} })
}

function eventOf(event: object): NetworkEvent {
  const read = readEvent(JSON.stringify(event))
  if ('reason' in read) throw new Error(read.reason)
  return read.event
}

test('events of all partitions are counted by kind, posts by language, accounts once in a step', async () => {
  await using server = await startRedis()
  const { redis, run, read } = await openAll(server.url)
  await using _ = redis
  const earlier = MINUTE_BEFORE - HOUR
  await count(redis, 0, [
    post('did:plc:a', earlier, ['en']),
    post('did:plc:a', MINUTE_BEFORE, ['en', 'de']),
    identity('did:plc:a', MINUTE_BEFORE + 1),
  ])
  await count(redis, 1, [
    post('did:plc:b', MINUTE_BEFORE, ['de-AT']),
    post('did:plc:c', MINUTE_BEFORE + 1),
    post('did:plc:c', NOW),
  ])

  for (let time = 0; time < 2; time++) {
    expect(await run()).toBeGreaterThan(0)
    expect(await read('events')).toEqual([
      [earlier, 1],
      [MINUTE_BEFORE, 4],
    ])
    expect(await read('events:identity')).toEqual([
      [earlier, 0],
      [MINUTE_BEFORE, 1],
    ])
    expect(await read('events', 'day')).toEqual([[startOf(NOW, 'day'), 5]])
    expect(await read('posts:de')).toEqual([[MINUTE_BEFORE, 2]])
    expect(await read('posts:und')).toEqual([[MINUTE_BEFORE, 1]])
    expect(await read('posts:en', 'hour')).toEqual([
      [startOf(earlier, 'hour'), 1],
      [startOf(NOW, 'hour'), 1],
    ])
    expect(await read('accounts')).toEqual([
      [earlier, 1],
      [MINUTE_BEFORE, 3],
    ])
    expect(await read('accounts', 'day')).toEqual([[startOf(NOW, 'day'), 3]])
    expect(await readSeriesSpan(redis)).toEqual({ from: earlier, to: MINUTE_BEFORE + MINUTE })
  }
})

test('what is replayed of the past is found as it comes in, and within the hour wherever it is', async () => {
  await using server = await startRedis()
  const { redis, run, read } = await openAll(server.url)
  await using _ = redis
  const dayBefore = MINUTE_BEFORE - DAY
  await count(redis, 0, [identity('did:plc:a', dayBefore)])
  await run()
  await count(redis, 0, [identity('did:plc:a', dayBefore + HOUR)])
  await count(redis, 1, [identity('did:plc:b', dayBefore - 6 * HOUR)])
  await run(NOW + MINUTE)
  expect(await read('events')).toEqual([
    [dayBefore, 1],
    [dayBefore + HOUR, 1],
  ])
  await run(NOW + HOUR)
  expect((await read('events')).map(([at]) => at)).toEqual([
    dayBefore - 6 * HOUR,
    dayBefore,
    dayBefore + HOUR,
  ])
})

test('the most frequent languages of the day have series, and all the others are one', async () => {
  await using server = await startRedis()
  const { redis, run, read } = await openAll(server.url)
  await using _ = redis
  const rare = Array.from(
    { length: 40 },
    (_, n) => `x${String.fromCharCode(97 + (n % 26))}${n < 26 ? 'a' : 'b'}`,
  )
  await count(
    redis,
    0,
    rare.map((language, n) => post('did:plc:a', MINUTE_BEFORE - HOUR + n, [language])),
  )
  await run()
  expect(await redis.sCard(keys.seriesLanguages)).toBe(32)
  const frequent = ['en', 'en', 'de', 'de']
  await count(
    redis,
    1,
    frequent.map((language, n) => post('did:plc:b', MINUTE_BEFORE + n, [language])),
  )
  await run()
  const total = async () => {
    const languages = ['other', 'en', 'de', ...rare]
    const all = await Promise.all(languages.map((language) => read(`posts:${language}`, 'day')))
    return all.flat().reduce((sum, [, posts]) => sum + (posts ?? 0), 0)
  }
  expect(await read('posts:en')).toEqual([])
  await run(NOW + HOUR)

  expect(await redis.sCard(keys.seriesLanguages)).toBe(32)
  expect(await read('posts:en')).toEqual([[MINUTE_BEFORE, 2]])
  expect(await read('posts:other', 'day')).toEqual([[startOf(NOW, 'day'), 10]])
  expect(await total()).toBe(40 + 4)
})

test('what expired before any scheduler counted it is a gap', async () => {
  await using server = await startRedis()
  const { redis, run } = await openAll(server.url)
  await using _ = redis
  const to = MINUTE_BEFORE - 3 * DAY
  await redis.hSet(keys.seriesSpan, { from: to - DAY, to })
  await run()

  expect(await readGaps(redis)).toEqual([
    {
      from: to,
      to: startOf(NOW, 'minute') - 2 * DAY,
      reason: 'no scheduler ran, so that nothing was counted',
    },
  ])
})
