import { readCounts } from '@orrery/shared/collection-counts'
import { type NetworkEvent, readEvent } from '@orrery/shared/event'
import { countActiveAccounts, readMinuteCounts } from '@orrery/shared/event-counts'
import { partitionOf } from '@orrery/shared/hash'
import { keys } from '@orrery/shared/keys'
import { claimLayout } from '@orrery/shared/layout'
import { createLog } from '@orrery/shared/logging'
import { runTogether, wait } from '@orrery/shared/loops'
import { createRandom, type Random } from '@orrery/shared/random'
import { connect, type Redis } from '@orrery/shared/redis'
import { endWhenLost } from '@orrery/shared/redis-loss'
import { openStore } from '@orrery/shared/store'
import { startRedis } from '@orrery/shared/testing'
import { expect, test } from 'vitest'
import { type BreakingProxy, startBreakingProxy } from '../test/breaking-proxy.ts'
import { randomAccounts, randomEvents } from '../test/random-events.ts'
import { openAccountSketches } from './account-sketches.ts'
import { type EntryEvents, openEventCounter } from './count-events.ts'
import { MOST_COLLECTIONS } from './hour-counts.ts'
import { indexPartition } from './partition.ts'
import { openWriter } from './writer.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const PARTITIONS = 2
const SPAN = 5 * HOUR
const START = Math.floor(Date.now() / HOUR) * HOUR - SPAN
const LANGS = [
  undefined,
  ['en'],
  ['en-US', 'EN', 'de'],
  ['pt-BR', 'ja', 'fr', 'nl'],
  ['%%', 7],
  'x',
]
const log = createLog('test', 'silent')

test.each([1, 2, 3])(
  'every event is counted once, whatever breaks and however often it is delivered (seed %d)',
  async (seed) => {
    await using server = await startRedis()
    await using proxy = await startBreakingProxy(server.url)
    await using direct = await connect(server.url)
    const random = createRandom(seed)
    const accounts = randomAccounts(random, 12)
    const span = { count: 2500, start: START, span: SPAN }
    const events = randomEvents(random, accounts, span).map((each, index) => {
      return told(random, each, START * 1000 + index * 7_200_000)
    })
    for (let partition = 0; partition < PARTITIONS; partition++) {
      const own = events.filter(({ did }) => partitionOf(did, PARTITIONS) === partition)
      await publish(direct, random, partition, own)
    }

    while (!(await isDone(direct))) await liveOnce(proxy, direct, random)
    expect(proxy.breaks()).toBeGreaterThan(50)
    await expectCounted(direct, events)
  },
)

test('an event whose time is far ahead is counted now and holds nothing up', async () => {
  await using server = await startRedis()
  await using redis = await connect(server.url)
  const now = START + 30 * MINUTE
  const counter = await openEventCounter(redis, 0, openAccountSketches())
  await counter.count([entry(1, [create('a.b.c', now + 20 * HOUR), create('a.b.c', now)])], now)
  await counter.count([entry(2, [create('a.b.c', now + 1), create('a.b.c', now + 1)])], now)

  const minutes = await readMinuteCounts(
    { redis, layout: await layoutOf(redis) },
    START,
    START + 24 * HOUR,
  )
  expect([...minutes.keys()]).toEqual([now])
  expect(minutes.get(now)?.events.create).toBe(3)
})

test('collections beyond some hundred in an hour are counted together', async () => {
  await using server = await startRedis()
  await using redis = await connect(server.url)
  const counter = await openEventCounter(redis, 0, openAccountSketches())
  const many = Array.from({ length: 2 * MOST_COLLECTIONS }, (_, index) => {
    return create(`a.b${index}.c`, START + index)
  })
  await counter.count([entry(1, many)], START)

  const packed = await redis.hGetAll(keys.collectionCounts(0, START / HOUR))
  expect(Object.keys(packed)).toHaveLength(MOST_COLLECTIONS + 1)
  expect(packed.other).toBe(`${MOST_COLLECTIONS} 0 0`)
  expect(await redis.hGet(keys.counters, 'countedAsOther')).toBe(`${MOST_COLLECTIONS}`)
})

test('languages are told apart up to a number, and the rest is one', async () => {
  await using server = await startRedis()
  await using redis = await connect(server.url)
  const counter = await openEventCounter(redis, 0, openAccountSketches())
  const posts = Array.from({ length: 26 * 26 }, (_, index) => {
    const lang = String.fromCharCode(97 + Math.floor(index / 26), 97 + (index % 26))
    return create('app.bsky.feed.post', START + 5000 + index, { langs: [lang] })
  })
  await counter.count([entry(1, posts)], START)
  const store = { redis, layout: await layoutOf(redis) }
  const languages = (await readMinuteCounts(store, START, START + HOUR)).get(START)?.languages
  expect(languages).toMatchObject({ aa: 1, other: 26 * 26 - 100 })
  expect(Object.keys(languages ?? {})).toHaveLength(101)
})

type Told = { did: string; time_us: number; kind: string; commit?: Commit }
type Commit = { operation: string; collection: string; record?: { langs?: unknown } }

/** The event at a time that no other has, its record in some languages. */
function told(random: Random, event: object, time_us: number): Told {
  const at = { ...(event as Told), time_us }
  const langs = random.pick(LANGS)
  if (!at.commit?.record || langs === undefined) return at
  return { ...at, commit: { ...at.commit, record: { ...at.commit.record, langs } } }
}

/** In entries of a few events; now and then some that were published come again. */
async function publish(redis: Redis, random: Random, partition: number, events: Told[]) {
  for (let at = 0; at < events.length; ) {
    const size = 1 + random.below(4)
    const back = random.below(30) === 0 ? random.below(20) : 0
    for (const from of back > 0 ? [Math.max(0, at - back), at] : [at]) {
      const lines = events.slice(from, at + size).map((event) => JSON.stringify(event))
      await redis.xAdd(keys.events(partition), '*', { d: lines.join('\n') })
    }
    at += size
  }
}

/** What one process does until its connections break or all is acknowledged. */
async function liveOnce(proxy: BreakingProxy, direct: Redis, random: Random): Promise<void> {
  const breaks = proxy.breaks()
  const breakSoon = () => {
    const at = random.pick(['before it is sent', 'unanswered', 'answered'] as const)
    proxy.breakAt({ command: 1 + random.below(2 ** random.below(9)), at })
  }
  async function live(): Promise<void> {
    breakSoon()
    await using redis = await connectOnce(proxy.url)
    const writer = await openWriter(openStore(redis, await layoutOf(redis), 48))
    const partitions = Array.from({ length: PARTITIONS }, (_, partition) => partition)
    await runTogether(
      [
        ...partitions.map((partition) => async (signal: AbortSignal) => {
          await using reader = await connectOnce(proxy.url)
          const lease = { partition, signal, isHeld: () => true }
          await indexPartition({ lease, reader, writer, onApplied: breakSoon, log })
        }),
        async (signal) => {
          while (!signal.aborted && !(await isDone(direct))) await wait(50, signal)
        },
      ],
      new AbortController().signal,
    )
  }
  const error = await live().catch((cause) => cause)
  proxy.breakAt(undefined)
  await proxy.settled()
  if (error !== undefined && proxy.breaks() === breaks) throw error
}

async function expectCounted(redis: Redis, events: Told[]): Promise<void> {
  const store = { redis, layout: await layoutOf(redis) }
  const minutes = await readMinuteCounts(store, START, START + SPAN)
  expect(minutes).toEqual(countMinutes(events))
  const late = await readMinuteCounts(store, START + 90 * MINUTE, START + SPAN)
  expect([...late.keys()].sort()[0]).toBe(START + 90 * MINUTE)

  for (let hour = START / HOUR; hour < (START + SPAN) / HOUR; hour++) {
    const ofHour = events.filter(({ time_us }) => Math.floor(time_us / 1000 / HOUR) === hour)
    const commits = ofHour.filter(({ commit }) => commit)
    const names = new Set(commits.map(({ commit }) => commit?.collection ?? ''))
    for (const name of names) {
      const own = commits.filter(({ commit }) => commit?.collection === name)
      const count = (operation: string) =>
        own.filter(({ commit }) => commit?.operation === operation).length
      const expected = [count('create'), count('update'), count('delete')]
      expect(await sumOf(redis, name, hour)).toEqual(expected)
      const authors = new Set(own.map(({ did }) => did)).size
      expect(await redis.pfCount(keys.collectionAccounts(name, 'hour', hour))).toBe(authors)
    }
    const active = new Set(commits.map(({ did }) => did)).size
    expect(await countActiveAccounts(redis, 'hour', hour * HOUR)).toBe(active)
  }
}

async function sumOf(redis: Redis, name: string, hour: number): Promise<number[]> {
  const sum = [0, 0, 0]
  for (let partition = 0; partition < PARTITIONS; partition++) {
    const packed = await redis.hGet(keys.collectionCounts(partition, hour), name)
    const { creates, updates, deletes } = readCounts(packed ?? '0 0 0')
    for (const [index, count] of [creates, updates, deletes].entries()) {
      sum[index] = (sum[index] ?? 0) + count
    }
  }
  return sum
}

function countMinutes(events: Told[]): Map<number, object> {
  type Naive = { events: Record<string, number>; languages: Record<string, number> }
  const minutes = new Map<number, Naive>()
  for (const { kind, time_us, commit } of events) {
    const at = Math.floor(time_us / 1000 / MINUTE) * MINUTE
    const none = { create: 0, update: 0, delete: 0, account: 0, identity: 0 }
    const minute: Naive = minutes.get(at) ?? { events: none, languages: {} }
    minutes.set(at, minute)
    const name = commit?.operation ?? kind
    minute.events[name] = (minute.events[name] ?? 0) + 1
    if (commit?.operation !== 'create' || commit.collection !== 'app.bsky.feed.post') continue
    const expected = [['und'], ['en'], ['en', 'de'], ['pt', 'ja', 'fr'], ['und'], ['und']]
    const told = LANGS.findIndex((langs) => {
      return JSON.stringify(langs) === JSON.stringify(commit.record?.langs)
    })
    for (const language of expected[told] ?? []) {
      minute.languages[language] = (minute.languages[language] ?? 0) + 1
    }
  }
  return minutes
}

async function isDone(redis: Redis): Promise<boolean> {
  for (let partition = 0; partition < PARTITIONS; partition++) {
    const [group] = await redis.xInfoGroups(keys.events(partition)).catch(() => [])
    if (group?.lag !== 0 || group.pending > 0) return false
  }
  return true
}

async function connectOnce(url: string): Promise<Redis> {
  const redis = await connect(url)
  endWhenLost(redis)
  return redis
}

function layoutOf(redis: Redis) {
  return claimLayout(redis, { partitions: PARTITIONS, bucketHours: 1 })
}

function entry(number: number, events: NetworkEvent[]): EntryEvents {
  return { id: `${number}-0`, events }
}

function create(collection: string, time: number, record = {}): NetworkEvent {
  const commit = { operation: 'create', rev: 'a', collection, rkey: 'a', record }
  const read = readEvent(
    JSON.stringify({ did: 'did:web:a.example', time_us: time * 1000, kind: 'commit', commit }),
  )
  if ('reason' in read) throw new Error(read.reason)
  return read.event
}
