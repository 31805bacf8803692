import type { Backlink, ListOrder } from '@orrery/shared/backlink'
import { type Backlinks, readBacklinks, readSources } from '@orrery/shared/backlinks'
import { type NetworkEvent, readEvent } from '@orrery/shared/event'
import { partitionOf } from '@orrery/shared/hash'
import { readHotTargets } from '@orrery/shared/hot-target'
import { keys } from '@orrery/shared/keys'
import { claimLayout } from '@orrery/shared/layout'
import { createRandom, type Random } from '@orrery/shared/random'
import { connect } from '@orrery/shared/redis'
import { openStore, type Store } from '@orrery/shared/store'
import { startRedis } from '@orrery/shared/testing'
import { tidOf } from '@orrery/shared/tid'
import { expect, test } from 'vitest'
import { applyEvents } from '../indexer/apply-events.ts'
import { openWriter } from '../indexer/writer.ts'
import { NaiveRecount } from './naive-recount.ts'
import { randomAccounts } from './random-events.ts'
import { auditStore } from './store-audit.ts'

const HOUR = 3_600_000
const PARTITIONS = 4
const POST = 'app.bsky.feed.post'
const COLLECTION = 'app.bsky.feed.like'
const NOW = Date.now()
const START = NOW - 38 * HOUR

test.each([1, 2, 3, 4, 5, 6])(
  'hot or not, counts and pages are those of a naive model (seed %d)',
  async (seed) => {
    const random = createRandom(seed)
    await using server = await startRedis()
    await using redis = await connect(server.url)
    const layout = await claimLayout(redis, { partitions: PARTITIONS, bucketHours: 1 })
    const store = openStore(redis, layout, 48)
    const limits = { hot: { links: 60, sample: 1 }, busy: { links: 100, sample: 1 } }
    const accounts = randomAccounts(random, 60)
    const owner = accounts[0] ?? ''
    const uris = Array.from({ length: 6 }, (_, index) => {
      return `at://${owner}/${POST}/${tidOf((NOW - 41 * HOUR + index) * 1000, 1)}`
    })
    const naive = new NaiveRecount()
    const queues = Array.from({ length: PARTITIONS }, (): NetworkEvent[] => [])
    for (const event of linkingAndLeaving(random, accounts.slice(1), uris)) {
      naive.apply(event)
      const read = readEvent(JSON.stringify(event))
      if ('reason' in read) throw new Error(read.reason)
      queues[partitionOf(event.did, PARTITIONS)]?.push(read.event)
    }

    let writers = await Promise.all(queues.map(() => openWriter(store, limits)))
    while (queues.some((queue) => queue.length > 0)) {
      const partition = random.below(PARTITIONS)
      const writer = writers[partition]
      const batch = queues[partition]?.splice(0, 1 + random.below(60)) ?? []
      if (!writer) throw new Error('every partition has a writer')
      const now = NOW + random.below(100_000)
      await writer.busy.refresh(now)
      await writer.hot.refresh(partition, now)
      await applyEvents(writer, batch, NOW)
      if (random.below(50) === 0) {
        writers = await Promise.all(queues.map(() => openWriter(store, limits)))
      }
    }
    for (const now of [NOW + 200_000, NOW + 300_000]) {
      for (const [partition, writer] of writers.entries()) {
        await writer.busy.refresh(now)
        await writer.hot.refresh(partition, now)
      }
    }

    const hot = await readHotTargets(redis)
    expect(hot.size).toBeGreaterThan(0)
    for (const [name, { since }] of hot) {
      expect(await redis.hLen(keys.hotFilled(name, since))).toBe(PARTITIONS)
    }
    expect(await auditStore(store)).toEqual([])
    for (const uri of uris) {
      for (const path of ['subject.uri', 'items[].uri', 'items[typed].uri', 'items[*].uri']) {
        await compare(store, naive, { random, uri, path })
      }
      await compareSources(store, naive, uri)
    }
  },
)

type Naive = { did: string; rkey: string; path: string; time: number; isListed: boolean }

function naiveLinks(naive: NaiveRecount, uri: string): Naive[] {
  return Array.from(naive.records).flatMap(([name, { did, record, time }]) => {
    const status = naive.hidden.get(did)
    if (status !== undefined && status !== 'deactivated') return []
    const link = { did, rkey: name.split(' ')[2] ?? '', time, isListed: status === undefined }
    const paths = new Set<string>()
    if (record.subject?.uri === uri) paths.add('subject.uri')
    for (const item of record.items ?? []) {
      if (item.uri === uri) paths.add(item.$type ? 'items[typed].uri' : 'items[].uri')
    }
    return Array.from(paths, (path) => ({ ...link, path }))
  })
}

async function compare(
  store: Store,
  naive: NaiveRecount,
  { random, uri, path }: { random: Random; uri: string; path: string },
): Promise<void> {
  const target = await targetOf(store, uri)
  const source = { collection: COLLECTION, path }
  const span = random.pick([
    { from: NOW - 40 * HOUR, to: Number.POSITIVE_INFINITY },
    { from: START + random.below(20) * HOUR, to: NOW + HOUR },
    { from: START + random.below(10) * HOUR, to: START + (10 + random.below(25)) * HOUR },
  ])
  const all = naiveLinks(naive, uri)
    .filter((link) => link.time >= span.from && link.time < span.to)
    .filter((link) => link.path === path || (path.includes('[*]') && link.path.startsWith('items')))
  await compareLinks(store, await readBacklinks(store, { targets: [target], source, span }), all)

  const some = new Set(all.map(({ did }) => did).filter(() => random.below(4) === 0))
  const numbers = await store.accounts.find(some)
  const authors = new Set(numbers.values())
  const listed = all.filter(({ did, isListed }) => isListed && some.has(did))
  const filtered = await readBacklinks(store, { targets: [target], source, span, authors })
  await compareLinks(store, filtered, listed)
}

async function compareLinks(store: Store, backlinks: Backlinks, all: Naive[]): Promise<void> {
  expect(await backlinks.count()).toBe(all.length)
  expect(await backlinks.countAuthors()).toBe(new Set(all.map(({ did }) => did)).size)
  const listed = all.filter(({ isListed }) => isListed)
  const firsts = new Map<string, number>()
  for (const { did, time } of listed) firsts.set(did, Math.min(firsts.get(did) ?? time, time))
  const names = listed.map(({ did, rkey, path, time }) => `${time} ${did} ${rkey} ${path}`).sort()

  for (const order of ['newest', 'oldest'] as const) {
    const pages = await allPages((after) => backlinks.page({ order, after, limit: 7 }))
    expect(await namesOf(store, pages)).toEqual(names)
    checkOrder(pages, order)
    const people = await allPages((after) => backlinks.firsts({ order, after, limit: 3 }))
    const dids = await store.accounts.didsOf(people.map(({ author }) => author))
    const found = people.map(({ author, time }) => [dids.get(author), time] as const)
    expect(found.length).toBe(firsts.size)
    expect(new Map(found)).toEqual(firsts)
    checkOrder(people, order)
  }
}

async function allPages(read: (after?: Backlink) => Promise<Backlink[]>): Promise<Backlink[]> {
  const listed: Backlink[] = []
  for (;;) {
    const page = await read(listed.at(-1))
    if (page.length === 0) return listed
    listed.push(...page)
  }
}

async function namesOf(store: Store, links: Backlink[]): Promise<string[]> {
  const dids = await store.accounts.didsOf(links.map(({ author }) => author))
  return links
    .map(({ author, rkey, path, time }) => `${time} ${dids.get(author)} ${rkey} ${path}`)
    .sort()
}

function checkOrder(links: Backlink[], order: ListOrder): void {
  const times = links.map(({ time }) => time)
  const sorted = times.toSorted((a, b) => (order === 'newest' ? b - a : a - b))
  expect(times).toEqual(sorted)
}

async function compareSources(store: Store, naive: NaiveRecount, uri: string): Promise<void> {
  const span = { from: NOW - 40 * HOUR, to: Number.POSITIVE_INFINITY }
  const groups = Map.groupBy(naiveLinks(naive, uri), ({ path }) => path)
  const expected = Array.from(groups, ([path, links]) => {
    const times = links.filter(({ isListed }) => isListed).map(({ time }) => time)
    const lastSeen = times.length > 0 ? Math.max(...times) : undefined
    const authors = new Set(links.map(({ did }) => did)).size
    return { collection: COLLECTION, path, links: links.length, authors, lastSeen }
  })
  const sources = await readSources(store, [await targetOf(store, uri)], span)
  expect(sources).toEqual(expected.toSorted((a, b) => (a.path < b.path ? -1 : 1)))
}

async function targetOf(store: Store, uri: string) {
  const [, , did = '', collection = '', rkey = ''] = uri.split('/')
  const account = (await store.accounts.find([did])).get(did)
  if (account === undefined) throw new Error('the owner has been met')
  return { kind: 'record', account, collection, rkey } as const
}

/** Records that link to a few targets, far more to the first; some change, some go, some makers leave. */
function linkingAndLeaving(random: Random, accounts: string[], uris: string[]) {
  const made: { did: string; rkey: string }[] = []
  const count = 1500
  const popular = () => uris[Math.floor(uris.length * random.float() ** 2)] ?? ''
  const recordOf = () => {
    const items = Array.from({ length: random.below(3) }, () => {
      return random.below(2) === 0 ? { uri: popular() } : { $type: 'typed', uri: popular() }
    })
    return { subject: { uri: popular(), cid: 'bafy' }, items }
  }
  return Array.from({ length: count }, (_, index) => {
    const did = random.pick(accounts)
    const time_us = (START + Math.floor((index / count) * 38 * HOUR)) * 1000
    if (random.below(25) === 0) {
      const status = random.pick(['deactivated', 'suspended', 'deleted'])
      const account = random.below(2) === 0 ? { active: true } : { active: false, status }
      return { did, time_us, kind: 'account', account }
    }
    // Many at the same millisecond, so that pages end among equals.
    const time = time_us - (time_us % 100_000_000)
    const rev = tidOf(time, 3)
    if (made.length > 0 && random.below(5) === 0) {
      const { rkey, ...maker } = random.pick(made)
      const name = { rev, collection: COLLECTION, rkey }
      const change =
        random.below(2) === 0
          ? { operation: 'delete' }
          : { operation: 'update', record: recordOf() }
      return { ...maker, time_us, kind: 'commit', commit: { ...name, ...change } }
    }
    const rkey = tidOf(time - 1000 + index, random.below(1024))
    made.push({ did, rkey })
    const commit = { operation: 'create', rev, collection: COLLECTION, rkey, record: recordOf() }
    return { did, time_us, kind: 'commit', commit }
  })
}
