import type { CollectionCounts } from '@orrery/shared/collection-counts'
import type { HourSpan } from '@orrery/shared/collection-spans'
import {
  estimateAccounts,
  readEver,
  readSpan,
  readTotalsState,
} from '@orrery/shared/collection-totals'
import { type NetworkEvent, readEvent } from '@orrery/shared/event'
import { keys } from '@orrery/shared/keys'
import { claimLayout } from '@orrery/shared/layout'
import { createRandom, type Random } from '@orrery/shared/random'
import { connect, type Redis } from '@orrery/shared/redis'
import { endWhenLost } from '@orrery/shared/redis-loss'
import { openStore, type Store } from '@orrery/shared/store'
import { startRedis } from '@orrery/shared/testing'
import { startCluster } from '@orrery/shared/testing-cluster'
import { expect, test } from 'vitest'
import { openAccountSketches } from '../indexer/account-sketches.ts'
import { openEventCounter } from '../indexer/count-events.ts'
import { type BreakingProxy, startBreakingProxy } from '../test/breaking-proxy.ts'
import { sumCollections } from './collections.ts'

const HOUR = 3_600_000
const HOURS = 7 * 24
const PARTITIONS = 2
const NOW = Date.now()
const START = Math.floor(NOW / HOUR) - HOURS
const NAMES = [
  'app.bsky.feed.like',
  'app.bsky.feed.post',
  'com.example.thing',
  'com.example.more.x',
]
const OPERATIONS = ['create', 'update', 'delete'] as const
const { signal } = new AbortController()

type Done = { name: string; operation: (typeof OPERATIONS)[number]; did: string; hour: number }

test.each([1, 2, 3])(
  'totals of any span are those of a naive count, whenever the job ran and wherever it broke off (seed %d)',
  async (seed) => {
    await using server = await startRedis()
    await using redis = await connect(server.url)
    await using proxy = await startBreakingProxy(server.url)
    const random = createRandom(seed)
    const store = await openOn(redis)
    const done = await countRandomly(store, random, async () => {
      while (!(await survives(proxy, random))) {}
      return random.below(3) > 0
    })
    expect(proxy.breaks()).toBeGreaterThan(5)
    await expectTotals(store, random, done)
    await sumCollections(store, NOW, signal)
    await expectTotals(store, random, done)
  },
)

test('totals are the same on a cluster', async () => {
  await using cluster = await startCluster({ masters: 3 })
  await using redis = await connect(cluster.url, { cluster: true })
  const random = createRandom(4)
  const store = await openOn(redis)
  const done = await countRandomly(store, random, async () => {
    await sumCollections(store, NOW, signal)
    return true
  })
  await expectTotals(store, random, done)
})

test('an hour is summed up when no partition can change it any more, and once', async () => {
  await using server = await startRedis()
  await using redis = await connect(server.url)
  const store = await openOn(redis)
  expect(await sumCollections(store, NOW, signal)).toBe(0)
  const write = async (partition: number, id: string, hour: number) => {
    const counter = await openEventCounter(redis, partition, openAccountSketches())
    const did = 'did:web:a.example'
    const event = eventOf({ name: 'a.b.c', operation: 'create', did, hour }, hour * HOUR + 1)
    await counter.count([{ id, events: [event] }], NOW)
  }
  await write(0, '1-0', START)
  await write(0, '2-0', START + 2)
  expect(await sumCollections(store, NOW, signal)).toBe(0)
  await write(1, '1-0', START)
  await write(1, '2-0', START + 2)
  expect(await sumCollections(store, NOW, signal)).toBeGreaterThan(0)
  expect(await sumCollections(store, NOW, signal)).toBe(0)
  expect(await redis.hGetAll(keys.collectionTotals)).toEqual({
    through: String(START + 1),
    'a.b.c': '2 0 0',
  })
  expect(await redis.hGet(keys.collectionHour(START), 'a.b.c')).toBe('2 0 0 1')
})

async function openOn(redis: Redis): Promise<Store> {
  const layout = await claimLayout(redis, { partitions: PARTITIONS, bucketHours: 1 })
  return openStore(redis, layout, 48)
}

/** Random events, counted in order; `pause` is called now and then, false makes indexers start anew. */
async function countRandomly(store: Store, random: Random, pause: () => Promise<boolean>) {
  const open = () =>
    Promise.all([0, 1].map((p) => openEventCounter(store.redis, p, openAccountSketches())))
  let counters = await open()
  const done: Done[] = []
  for (let index = 0; index < 600; index++) {
    const time = (START + (index / 600) * HOURS) * HOUR + 1
    const events = Array.from({ length: 1 + random.below(4) }, (_, n) => {
      const each = {
        name: random.pick(NAMES.slice(index < 300 ? 1 : 0)),
        operation: random.pick(OPERATIONS),
        did: `did:web:account-${random.below(30)}.example`,
        hour: Math.floor(time / HOUR),
      }
      done.push(each)
      return eventOf(each, time + n)
    })
    await counters[random.below(2)]?.count([{ id: `${index + 1}-0`, events }], NOW)
    if (random.below(20) > 0) continue
    if (!(await pause())) counters = await open()
  }
  return done
}

function eventOf({ name, operation, did }: Done, time: number): NetworkEvent {
  const body = { operation, rev: 'a', collection: name, rkey: 'a', record: {} }
  const read = readEvent(
    JSON.stringify({ did, time_us: Math.round(time * 1000), kind: 'commit', commit: body }),
  )
  if ('reason' in read) throw new Error(read.reason)
  return read.event
}

async function survives(proxy: BreakingProxy, random: Random): Promise<boolean> {
  const breaks = proxy.breaks()
  const at = random.pick(['before it is sent', 'unanswered', 'answered'] as const)
  if (random.below(4) > 0) proxy.breakAt({ command: 1 + random.below(2 ** random.below(10)), at })
  const run = async () => {
    await using redis = await connect(proxy.url)
    endWhenLost(redis)
    await sumCollections(await openOn(redis), NOW, signal)
  }
  const error = await run().catch((cause) => cause)
  proxy.breakAt(undefined)
  await proxy.settled()
  if (error !== undefined && proxy.breaks() === breaks) throw error
  return error === undefined
}

async function expectTotals(store: Store, random: Random, done: Done[]): Promise<void> {
  const state = await readTotalsState(store)
  if (state === undefined) throw new Error('nothing was counted')
  expect(operationsOf(await readEver(store, state))).toEqual(naiveCounts(done))
  for (const name of NAMES) {
    const accounts = await estimateAccounts(store.redis, state, {
      names: [name],
      span: undefined,
      most: 0,
    })
    expect(accounts).toBe(naiveAccounts(done, [name]))
  }
  for (let round = 0; round < 40; round++) {
    const from = START - 30 + random.below(HOURS + 40)
    const span: HourSpan = { from, to: from + random.below(HOURS) }
    const within = done.filter(({ hour }) => hour >= span.from && hour < span.to)
    expect(operationsOf(await readSpan(store, state, span))).toEqual(naiveCounts(within))
    const names = random.below(2) ? NAMES.slice(0, 2) : NAMES.slice(2)
    const named = within.filter(({ name }) => names.includes(name))
    const counts = await readSpan(store, state, span, names)
    expect(operationsOf(counts)).toEqual(naiveCounts(named))
    const most = [...counts.values()].reduce((sum, { accounts }) => sum + accounts, 0)
    const accounts = await estimateAccounts(store.redis, state, { names, span, most })
    expect(accounts).toBe(naiveAccounts(within, names))
  }
}

function operationsOf(counts: Map<string, CollectionCounts>) {
  return new Map(
    Array.from(counts, ([name, { creates, updates, deletes }]) => [
      name,
      [creates, updates, deletes],
    ]),
  )
}

function naiveCounts(done: Done[]) {
  const count = (name: string, wanted: string) =>
    done.filter((each) => each.name === name && each.operation === wanted).length
  const names = new Set(done.map(({ name }) => name))
  return new Map(
    Array.from(names, (name) => [name, OPERATIONS.map((operation) => count(name, operation))]),
  )
}

function naiveAccounts(done: Done[], names: string[]): number {
  return new Set(done.filter(({ name }) => names.includes(name)).map(({ did }) => did)).size
}
