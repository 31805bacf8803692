import { readEvent } from '@orrery/shared/event'
import { claimLayout } from '@orrery/shared/layout'
import { metricOf } from '@orrery/shared/metrics'
import { connect } from '@orrery/shared/redis'
import { openSeries } from '@orrery/shared/series'
import { HOUR, MINUTE, startOf } from '@orrery/shared/step'
import { openStore } from '@orrery/shared/store'
import { startRedis } from '@orrery/shared/testing'
import { tidOf } from '@orrery/shared/tid'
import { expect, test } from 'vitest'
import { applyEvents } from '../indexer/apply-events.ts'
import { openWriter } from '../indexer/writer.ts'
import { watchBuckets } from './changed-buckets.ts'
import { dropBuckets } from './drop-buckets.ts'
import { minuteCounter } from './minute-counts.ts'
import { countMinutes } from './minutes.ts'

const { signal } = new AbortController()
const NOW = startOf(Date.now(), 'hour') + 30 * MINUTE + 5000

async function openAll(url: string) {
  const redis = await connect(url)
  const layout = await claimLayout(redis, { partitions: 4, bucketHours: 1 })
  const store = openStore(redis, layout, 48)
  const writer = await openWriter(store)
  const series = openSeries(redis, { timeSeries: false })
  const work = { store, series, count: minuteCounter(store), changed: watchBuckets(store) }
  return { redis, store, writer, series, work }
}

function like(author: number, time: number, operation = 'create') {
  const rkey = tidOf(time * 1000, 0)
  const uri = 'at://did:plc:bbbbbbbbbbbbbbbbbbbbbbbb/app.bsky.feed.post/3k2aaaaaaaa22'
  const record = { subject: { uri } }
  const commit = { operation, rev: rkey, collection: 'app.bsky.feed.like', rkey, record }
  return eventOf({ did: didOf(author), time_us: time * 1000, kind: 'commit', commit })
}

function account(author: number, change: { active: boolean; status?: string }) {
  return eventOf({ did: didOf(author), time_us: NOW * 1000, kind: 'account', account: change })
}

function didOf(author: number): string {
  return `did:web:author-${author}.example`
}

function eventOf(event: object) {
  const read = readEvent(JSON.stringify(event))
  if ('reason' in read) throw new Error(read.reason)
  return read.event
}

test('minutes are counted from the records, also those that a replay fills in later', async () => {
  await using server = await startRedis()
  const { redis, writer, series, work } = await openAll(server.url)
  await using _ = redis
  const hourAgo = startOf(NOW, 'hour') - 20 * HOUR
  const lastMinute = startOf(NOW, 'minute') - MINUTE
  await applyEvents(writer, [like(1, lastMinute), like(2, lastMinute + 59_999)], NOW)
  await countMinutes(work, NOW, signal)
  expect(await series.range(metricOf('like'), lastMinute, NOW, 'minute')).toEqual([
    { at: lastMinute, value: 2 },
  ])

  await applyEvents(writer, [like(3, hourAgo), like(3, lastMinute + 1)], NOW)
  await applyEvents(writer, [like(1, lastMinute, 'delete')], NOW)
  await countMinutes(work, NOW, signal)
  expect(await series.range(metricOf('like'), hourAgo, NOW, 'minute')).toEqual([
    { at: hourAgo, value: 1 },
    { at: lastMinute, value: 2 },
  ])
})

test('what is written while the minutes are counted is counted next, whenever it was begun', async () => {
  await using server = await startRedis()
  const { redis, writer, series, work } = await openAll(server.url)
  await using _ = redis
  const hourAgo = startOf(NOW, 'hour') - 20 * HOUR
  await applyEvents(writer, [like(1, hourAgo)], NOW - 10_000)
  await countMinutes(work, NOW, signal)
  await applyEvents(writer, [like(2, hourAgo)], NOW - 5000)
  await countMinutes(work, NOW + MINUTE, signal)
  expect(await series.range(metricOf('like'), hourAgo, NOW, 'minute')).toEqual([
    { at: hourAgo, value: 2 },
  ])
})

test('what a hidden account made does not count, and counts again when it is back', async () => {
  await using server = await startRedis()
  const { redis, writer, work } = await openAll(server.url)
  await using _ = redis
  const time = startOf(NOW, 'minute') - MINUTE
  const likes = async () => (await work.count(time, NOW, signal)).get(time)?.like
  await applyEvents(writer, [like(1, time), like(2, time)], NOW)
  await applyEvents(writer, [account(1, { active: false, status: 'takendown' })], NOW)
  expect(await likes()).toBe(1)
  await applyEvents(writer, [account(1, { active: true })], NOW)
  expect(await likes()).toBe(2)
})

test('a bucket past its retention is forgotten with every key of it', async () => {
  await using server = await startRedis()
  const { redis, store, writer } = await openAll(server.url)
  await using _ = redis
  await applyEvents(writer, [like(1, NOW - 30 * HOUR), like(2, NOW)], NOW)
  for (const key of await redis.keys('[sr]:*')) await redis.persist(key)

  expect(await dropBuckets(store, NOW, signal)).toBe(0)
  expect(await dropBuckets(store, NOW + 20 * HOUR, signal)).toBe(1)
  expect(await redis.keys('[sr]:*')).toHaveLength(2)
  expect(await redis.hLen('buckets')).toBe(1)
})
