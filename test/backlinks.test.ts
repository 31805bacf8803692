import { type Backlink, countBacklinks, pageOfBacklinks } from '@orrery/shared/backlinks'
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

const HOUR = 3_600_000
const PARTITIONS = 4
const LIKE = { collection: 'app.bsky.feed.like', path: 'subject.uri' }
const NOW = Date.now()
const ALL = { from: NOW - 40 * HOUR, to: NOW + HOUR }

test.each([1, 2, 3, 4, 5, 6])(
  'hot or not, counts and pages are those of a naive model (seed %d)',
  async (seed) => {
    const random = createRandom(seed)
    await using server = await startRedis()
    await using redis = await connect(server.url)
    const layout = await claimLayout(redis, { partitions: PARTITIONS, bucketHours: 1 })
    const store = openStore(redis, layout, 48)
    const limits = { hot: { links: 30, sample: 1 }, busy: { links: 100, sample: 1 } }
    const accounts = randomAccounts(random, 60)
    const owner = accounts[0] ?? ''
    const rkeys = Array.from({ length: 6 }, (_, index) =>
      tidOf((NOW - 41 * HOUR + index) * 1000, 1),
    )
    const naive = new NaiveRecount()
    const queues = Array.from({ length: PARTITIONS }, (): NetworkEvent[] => [])
    for (const event of likesAndLeavings(random, accounts, owner, rkeys)) {
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
    for (const [partition, writer] of writers.entries()) {
      await writer.busy.refresh(NOW + 200_000)
      await writer.hot.refresh(partition, NOW + 200_000)
      await writer.hot.refresh(partition, NOW + 300_000)
    }

    const hot = await readHotTargets(redis)
    expect(hot.size).toBeGreaterThan(0)
    for (const [name, { since }] of hot) {
      expect(await redis.hLen(keys.hotFilled(name, since))).toBe(PARTITIONS)
    }
    for (const rkey of rkeys) await compare(store, naive, { owner, rkey })
  },
)

async function compare(
  store: Store,
  naive: NaiveRecount,
  { owner, rkey }: { owner: string; rkey: string },
): Promise<void> {
  const account = (await store.accounts.find([owner])).get(owner)
  if (account === undefined) throw new Error('the owner has been met')
  const target = { kind: 'record', account, collection: 'app.bsky.feed.post', rkey } as const
  const uri = `at://${owner}/app.bsky.feed.post/${rkey}`
  const expected = Array.from(naive.records)
    .filter(([, { did, record }]) => record.subject.uri === uri && !naive.hidden.has(did))
    .map(([name, { did, time }]) => `${time} ${did} ${name.split(' ')[2]}`)
    .sort()
  expect(await countBacklinks(store, target, LIKE, ALL)).toBe(expected.length)

  const listed: Backlink[] = []
  let after: Backlink | undefined
  do {
    const page = await pageOfBacklinks(store, target, LIKE, { span: ALL, after, limit: 7 })
    listed.push(...page)
    after = page.at(-1)
  } while (after)
  const dids = await store.accounts.didsOf(listed.map(({ author }) => author))
  const names = listed.map(({ author, rkey: key, time }) => `${time} ${dids.get(author)} ${key}`)
  expect(names.toSorted()).toEqual(expected)
  expect(listed.map(({ time }) => time)).toEqual(
    listed.map(({ time }) => time).toSorted((a, b) => b - a),
  )
}

/** Likes of a few posts, far more of the first ones; some are taken back, some of their makers leave. */
function likesAndLeavings(random: Random, accounts: string[], owner: string, rkeys: string[]) {
  const made: { did: string; rkey: string }[] = []
  const count = 1500
  return Array.from({ length: count }, (_, index) => {
    const did = random.pick(accounts.slice(1))
    const time_us = (NOW - 38 * HOUR + Math.floor((index / count) * 38 * HOUR)) * 1000
    if (random.below(25) === 0) {
      const status = random.pick(['deactivated', 'suspended', 'deleted'])
      const account = random.below(2) === 0 ? { active: true } : { active: false, status }
      return { did, time_us, kind: 'account', account }
    }
    // Many at the same millisecond, so that pages end among equals.
    const time = time_us - (time_us % 100_000_000)
    const rev = tidOf(time, 3)
    if (made.length > 0 && random.below(8) === 0) {
      const like = random.pick(made)
      const commit = { operation: 'delete', rev, collection: LIKE.collection, rkey: like.rkey }
      return { did: like.did, time_us, kind: 'commit', commit }
    }
    const rkey = tidOf(time - 1000 + index, random.below(1024))
    made.push({ did, rkey })
    const popular = rkeys[Math.floor(rkeys.length * random.float() ** 2)] ?? ''
    const record = { subject: { uri: `at://${owner}/app.bsky.feed.post/${popular}`, cid: 'bafy' } }
    const commit = { operation: 'create', rev, collection: LIKE.collection, rkey, record }
    return { did, time_us, kind: 'commit', commit }
  })
}
