import { openDocuments } from '@orrery/shared/documents'
import { readEvent } from '@orrery/shared/event'
import { keys } from '@orrery/shared/keys'
import { claimLayout } from '@orrery/shared/layout'
import { connect } from '@orrery/shared/redis'
import { DAY, HOUR, MINUTE, startOf } from '@orrery/shared/step'
import { openStore } from '@orrery/shared/store'
import { startRedis } from '@orrery/shared/testing'
import { tidOf } from '@orrery/shared/tid'
import { readTopList, type TopType, topHourOf } from '@orrery/shared/top-list'
import { expect, test } from 'vitest'
import { applyEvents } from '../indexer/apply-events.ts'
import { openWriter } from '../indexer/writer.ts'
import { countHistory } from './history.ts'
import { writeTopLists } from './top-lists.ts'

const { signal } = new AbortController()
const HOUR_OF_NOW = startOf(Date.now(), 'hour')
const NOW = HOUR_OF_NOW + 45_000
const HISTORY_DAYS = 30

async function openAll() {
  await using stack = new AsyncDisposableStack()
  const server = stack.use(await startRedis())
  const redis = stack.use(await connect(server.url))
  const layout = await claimLayout(redis, { partitions: 4, bucketHours: 1 })
  const store = openStore(redis, layout, 48)
  const writer = await openWriter(store)
  const documents = openDocuments(redis, { json: false })
  const lists = { store, documents, historyDays: HISTORY_DAYS }
  const owned = stack.move()
  return {
    redis,
    lists,
    apply: (events: object[], now: number) => applyEvents(writer, events.map(parse), now),
    /** What the two jobs do at a time. */
    async run(now: number) {
      await countHistory(store, HISTORY_DAYS, now, signal)
      await writeTopLists(lists, now, signal)
    },
    /** How many the first of a list has. */
    async most(type: TopType, window: '24h' | '1h', to: number) {
      const name = { window, type, side: 'subject' } as const
      return (await readTopList(documents, topHourOf(to), name))?.count[0]?.count
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

const SUBJECT = 'did:web:subject.example'

function commit(author: number, type: 'like' | 'block', time: number, operation = 'create') {
  const rkey = tidOf(time * 1000, 0)
  const [collection, subject] =
    type === 'like'
      ? ['app.bsky.feed.like', { uri: `at://${SUBJECT}/app.bsky.feed.post/3k2aaaaaaaa22` }]
      : ['app.bsky.graph.block', SUBJECT]
  const body = { operation, rev: rkey, collection, rkey, record: { subject } }
  const did = `did:web:author-${author}.example`
  return { did, time_us: time * 1000, kind: 'commit', commit: body }
}

function parse(event: object) {
  const read = readEvent(JSON.stringify(event))
  if ('reason' in read) throw new Error(read.reason)
  return read.event
}

test.each(['like', 'block'] as const)(
  'a %s taken back after its hour was counted leaves when the hour is counted again',
  async (type) => {
    await using all = await openAll()
    const time = NOW - 10 * MINUTE
    await all.apply([commit(1, type, time), commit(2, type, time)], NOW)
    await all.run(NOW)
    expect(await all.most(type, '24h', HOUR_OF_NOW)).toBe(2)
    expect(await all.most(type, '1h', HOUR_OF_NOW)).toBe(2)

    await all.apply([commit(1, type, time, 'delete')], NOW + MINUTE)
    await all.run(NOW + 5 * MINUTE)
    expect(await all.most(type, '1h', NOW)).toBe(1)
    await all.run(NOW + HOUR)
    expect(await all.most(type, '24h', HOUR_OF_NOW + HOUR)).toBe(1)
    expect(await all.most(type, '24h', HOUR_OF_NOW)).toBe(2)
  },
)

test('lists stay as long as history, the numbers of blocks for little more than a day', async () => {
  await using all = await openAll()
  await all.apply([commit(1, 'block', NOW - 10 * MINUTE)], NOW)
  await all.run(NOW)

  const list = keys.topList('24h', HOUR_OF_NOW / HOUR - 1, 'block', 'subject')
  expect(await all.redis.ttl(list)).toBeGreaterThan((HISTORY_DAYS * DAY - MINUTE) / 1000 - 60)
  const counts = await all.redis.keys('tb:*')
  expect(counts.length).toBeGreaterThan(0)
  for (const key of counts) expect(await all.redis.ttl(key)).toBeLessThan((26 * HOUR) / 1000)

  await all.run(NOW + 30 * HOUR)
  const hours = (await all.redis.hKeys(keys.top)).map(Number).filter(Number.isInteger)
  expect(Math.min(...hours)).toBeGreaterThanOrEqual(NOW + 3 * HOUR)
})

test('blocks count from the counts of past hours and the records of the running one', async () => {
  await using all = await openAll()
  const now = HOUR_OF_NOW + 20 * MINUTE + 45_000
  await all.apply([commit(1, 'block', now - 5 * HOUR), commit(2, 'block', now - 2 * MINUTE)], now)
  await all.run(now)
  expect(await all.most('block', '24h', now)).toBe(2)
  expect(await all.most('block', '1h', now)).toBe(1)
})

test('a run that is told to stop leaves the lists as they were', async () => {
  await using all = await openAll()
  await all.apply([commit(1, 'like', NOW - MINUTE)], NOW)
  await all.run(NOW)
  const before = await all.redis.hGet(keys.top, 'newest')
  const stopped = AbortSignal.abort(new Error('enough'))
  await expect(writeTopLists(all.lists, NOW + 5 * MINUTE, stopped)).rejects.toThrow('enough')
  expect(await all.redis.hGet(keys.top, 'newest')).toBe(before)
})

test('a run that took long is followed by a rest, but for the end of an hour', async () => {
  await using all = await openAll()
  const newest = () => all.redis.hGet(keys.top, 'newest')
  const minute = startOf(NOW, 'minute')
  await all.run(NOW + MINUTE)
  await all.run(NOW + 2 * MINUTE)
  expect(await newest()).toBe(String(minute + 2 * MINUTE))

  await all.redis.hSet(keys.top, 'took', String(30_000))
  await all.run(NOW + 5 * MINUTE)
  expect(await newest()).toBe(String(minute + 2 * MINUTE))
  await all.run(NOW + 6 * MINUTE)
  expect(await newest()).toBe(String(minute + 6 * MINUTE))

  await all.redis.hSet(keys.top, { newest: String(minute + 59 * MINUTE), took: String(30_000) })
  await all.run(NOW + HOUR)
  expect(await newest()).toBe(String(minute + HOUR))
})
