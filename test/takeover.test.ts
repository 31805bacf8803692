import { setTimeout as sleep } from 'node:timers/promises'
import { partitionOf } from '@orrery/shared/hash'
import { keys } from '@orrery/shared/keys'
import { claimLayout } from '@orrery/shared/layout'
import { createRandom, type Random } from '@orrery/shared/random'
import { connect, type Redis } from '@orrery/shared/redis'
import { openStore } from '@orrery/shared/store'
import { startRedis } from '@orrery/shared/testing'
import { tidOf } from '@orrery/shared/tid'
import { expect, test } from 'vitest'
import { partnersOf } from '../api/partners.ts'
import { NaiveRecount } from './naive-recount.ts'
import { randomAccounts } from './random-events.ts'
import { startService, until } from './services.ts'
import { auditStore } from './store-audit.ts'

const PARTITIONS = 4
const LIKE = 'app.bsky.feed.like'
const SPAN = { from: 0, to: Number.POSITIVE_INFINITY }
const NOW = Date.now() * 1000

test('an indexer that is frozen in the middle of its work and goes on later writes nothing any more', async () => {
  await using server = await startRedis()
  await using redis = await connect(server.url)
  const layout = await claimLayout(redis, { partitions: PARTITIONS, bucketHours: 1 })
  const store = openStore(redis, layout, 48)
  const env = { REDIS_URL: server.url, PARTITIONS: String(PARTITIONS), LEASE_SECONDS: '1' }
  await using first = startService('indexer/main.ts', env, [], { restarts: true })
  await using second = startService('indexer/main.ts', env, [], { restarts: true })
  const both = [first, second]
  const random = createRandom(1)
  const accounts = randomAccounts(random, 40)
  const naive = new NaiveRecount()

  for (const [frozen, other] of [both, both.toReversed(), both, both.toReversed()]) {
    if (!frozen || !other) throw new Error('there are two')
    await until('both hold partitions', async () => (await holders(redis)).size === 2, both)
    const lives = frozen.lives()
    const events = likesAndDeletions(random, accounts, 12_000)
    for (const event of events) naive.apply(event)
    await publish(redis, events)
    await freezeAtWork(redis, frozen)
    await until('the other has done all', () => isDone(redis), both)
    expect(frozen.lives()).toBe(lives)

    frozen.thaw()
    await until('the frozen one has ended', async () => frozen.lives() > lives, both)
    expect(await auditStore(store)).toEqual([])
    const expected = naive.answers(SPAN.from, SPAN.to)
    for (const did of accounts) {
      const nothing = { sent: [], received: [], both: [] }
      expect(await partnersOf(store, did, SPAN)).toEqual(expected.get(did) ?? nothing)
    }
  }
})

type Event = { did: string; time_us: number; kind: 'commit'; commit: object }

/** Likes, each of which is deleted some hundreds of events later: after the batch that made it. */
function likesAndDeletions(random: Random, accounts: string[], count: number): Event[] {
  const events: { place: number; event: Event }[] = []
  for (let place = 0; place < count; place++) {
    const did = random.pick(accounts)
    const rkey = tidOf(NOW - random.below(1e9), random.below(1024))
    const uri = `at://${random.pick(accounts)}/app.bsky.feed.post/${rkey}`
    const commit = { rev: tidOf(NOW, 1), collection: LIKE, rkey }
    const record = { $type: LIKE, subject: { uri } }
    const event = { did, time_us: NOW, kind: 'commit' as const }
    const create = { ...event, commit: { ...commit, operation: 'create', record } }
    const deletion = { ...event, commit: { ...commit, operation: 'delete' } }
    events.push({ place, event: create })
    if (random.below(20) > 0) events.push({ place: place + 800, event: deletion })
  }
  return events.sort((a, b) => a.place - b.place).map(({ event }) => event)
}

const LINES_IN_ENTRY = 12

async function publish(redis: Redis, events: Event[]): Promise<void> {
  const partitions = Map.groupBy(events, ({ did }) => partitionOf(did, PARTITIONS))
  for (const [partition, all] of partitions) {
    for (let at = 0; at < all.length; at += LINES_IN_ENTRY) {
      const lines = all.slice(at, at + LINES_IN_ENTRY).map((event) => JSON.stringify(event))
      redis.xAdd(keys.events(partition), '*', { d: lines.join('\n') }).catch(() => {})
    }
  }
  await redis.ping()
}

/** Freezes the service at a moment when it has entries in hand. */
async function freezeAtWork(redis: Redis, service: { freeze(): void; thaw(): void }) {
  for (;;) {
    await sleep(20)
    service.freeze()
    await sleep(30)
    const before = await inHand(redis)
    await sleep(60)
    const after = await inHand(redis)
    if (before.some((entries) => entries !== '' && after.includes(entries))) return
    service.thaw()
    if (await isDone(redis)) throw new Error('all was done before it could be frozen')
  }
}

/** The entries of each partition that were read and not acknowledged. */
async function inHand(redis: Redis): Promise<string[]> {
  const pending = Array.from({ length: PARTITIONS }, async (_, partition) => {
    const { pending: count, firstId } = await redis.xPending(keys.events(partition), 'indexer')
    return count === 0 ? '' : `${partition} ${firstId}`
  })
  return Promise.all(pending)
}

/** The indexers that hold partitions; none as long as a partition is free. */
async function holders(redis: Redis): Promise<Set<string | null>> {
  const leases = Array.from({ length: PARTITIONS }, (_, partition) =>
    redis.get(keys.lease(partition)),
  )
  const names = await Promise.all(leases)
  return names.includes(null) ? new Set() : new Set(names)
}

/** Every entry of every stream was read and acknowledged. */
async function isDone(redis: Redis): Promise<boolean> {
  for (let partition = 0; partition < PARTITIONS; partition++) {
    const [group] = await redis.xInfoGroups(keys.events(partition)).catch(() => [])
    if (group?.lag !== 0 || group.pending > 0) return false
  }
  return true
}
