import { readEvent } from '@orrery/shared/event'
import { keys } from '@orrery/shared/keys'
import { claimLayout } from '@orrery/shared/layout'
import { readCompleteSince, readLinkStats } from '@orrery/shared/link-stats'
import { connect, type Redis } from '@orrery/shared/redis'
import { openStore, type Store } from '@orrery/shared/store'
import { startRedis } from '@orrery/shared/testing'
import { startCluster } from '@orrery/shared/testing-cluster'
import { tidOf } from '@orrery/shared/tid'
import { expect, test } from 'vitest'
import { applyEvents } from './apply-events.ts'
import { openWriter } from './writer.ts'

const HOUR = 3_600_000
const NOW = Date.UTC(2026, 10, 20, 1)
const alice = `did:plc:${'a'.repeat(24)}`
const bob = `did:plc:${'b'.repeat(24)}`

test.each([1, 3])(
  'statistics count who ever linked to what, and what is left (masters: %d)',
  async (masters) => {
    await using server = masters > 1 ? await startCluster({ masters }) : await startRedis()
    await using redis = await connect(server.url)
    const store = await openTestStore(redis)
    expect(await readLinkStats(store, NOW)).toEqual({
      dids: 0,
      targetables: 0,
      linkingRecords: 0,
      startedAt: undefined,
      completeSince: NOW,
    })

    const before = NOW - 3 * HOUR
    await apply(store, [
      write(alice, 'one', ['https://a.example', 'https://b.example'], before),
      write(alice, 'two', [bob], before + 1),
      write(bob, 'none', ['no link'], before + 2),
    ])
    await apply(store, [write(alice, 'one', ['https://a.example', alice], NOW)])
    const stats = { targetables: 4, startedAt: before, completeSince: before }
    expect(await readLinkStats(store, NOW)).toEqual({ ...stats, dids: 1, linkingRecords: 2 })

    await apply(store, [
      write(bob, 'one', [bob], NOW + 1),
      remove(alice, 'one', NOW + 2),
      remove(alice, 'two', NOW + 2),
    ])
    expect(await readLinkStats(store, NOW)).toEqual({ ...stats, dids: 2, linkingRecords: 1 })
  },
)

test('statistics forget what is past its retention', async () => {
  await using server = await startRedis()
  await using redis = await connect(server.url)
  const store = await openTestStore(redis)
  await apply(store, [write(alice, 'one', ['https://a.example'], NOW)])
  const expiry = await redis.expireTime(keys.sketch('authors', Math.floor(NOW / (24 * HOUR))))
  expect(expiry).toBe((NOW + 23 * HOUR + 49 * HOUR) / 1000)

  const later = NOW + 30 * HOUR
  expect(await readCompleteSince(store, later)).toBe(NOW)
  await apply(store, [write(bob, 'one', ['https://a.example'], later)], later)
  expect(await readLinkStats(store, later)).toMatchObject({ dids: 2, targetables: 1 })
  expect(await readCompleteSince(store, NOW + 48 * HOUR + 1)).toBe(NOW + 1)
  const muchLater = NOW + 60 * HOUR
  expect(await readLinkStats(store, muchLater)).toMatchObject({
    dids: 1,
    linkingRecords: 1,
    startedAt: NOW,
  })
})

async function openTestStore(redis: Redis): Promise<Store> {
  return openStore(redis, await claimLayout(redis, { partitions: 1, bucketHours: 1 }), 48)
}

async function apply(store: Store, events: object[], now = NOW): Promise<void> {
  const read = events.map((event) => {
    const result = readEvent(JSON.stringify(event))
    if ('reason' in result) throw new Error(result.reason)
    return result.event
  })
  await applyEvents(await openWriter(store), read, now)
}

function write(did: string, rkey: string, links: string[], time: number) {
  return commit(did, time, { operation: 'update', rkey, record: { links } })
}

function remove(did: string, rkey: string, time: number) {
  return commit(did, time, { operation: 'delete', rkey })
}

function commit(did: string, time: number, body: object) {
  const rev = tidOf(time * 1000, 1)
  const written = { rev, collection: 'com.example.thing', ...body }
  return { did, time_us: time * 1000, kind: 'commit', commit: written }
}
