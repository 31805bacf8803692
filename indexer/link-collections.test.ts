import { type NetworkEvent, readEvent } from '@orrery/shared/event'
import { claimLayout } from '@orrery/shared/layout'
import { readLinkStats } from '@orrery/shared/link-stats'
import { createRandom } from '@orrery/shared/random'
import { connect, type Redis } from '@orrery/shared/redis'
import { openStore } from '@orrery/shared/store'
import { startRedis } from '@orrery/shared/testing'
import { expect, test } from 'vitest'
import { randomAccounts, randomEvents } from '../test/random-events.ts'
import { auditStore } from '../test/store-audit.ts'
import { applyEvents } from './apply-events.ts'
import { openWriter } from './writer.ts'

const HOUR = 3_600_000
/** The end of the events: a server lets go of what is older than the retention by its own clock. */
const NOW = Math.floor(Date.now() / HOUR) * HOUR

test('only links of the named collections are indexed, as if there were no others', async () => {
  await using server = await startRedis()
  await using redis = await connect(server.url)
  await using otherServer = await startRedis()
  await using other = await connect(otherServer.url)
  const events = readRandomEvents(1)
  const collections = ['app.bsky.graph.*', 'app.bsky.feed.like']

  const store = await apply(redis, events, collections)
  const without = events.filter((event) => event.kind !== 'commit' || isNamed(event))
  const expected = await apply(other, without, [])

  const { linkingRecords, dids } = await readLinkStats(expected, NOW)
  expect(linkingRecords).toBeGreaterThan(0)
  expect(await readLinkStats(store, NOW)).toMatchObject({ linkingRecords, dids })
  expect(await auditStore(store)).toEqual([])
})

test('what was indexed before its collection was left out goes when it changes', async () => {
  await using server = await startRedis()
  await using redis = await connect(server.url)
  const events = readRandomEvents(2)
  const half = events.slice(0, events.length / 2)
  const changes = half.flatMap((event): NetworkEvent[] => {
    if (event.kind !== 'commit' || isNamed(event)) return []
    return [{ ...event, commit: { ...event.commit, record: {}, operation: 'update' } }]
  })

  const store = await apply(redis, half, [])
  const before = (await readLinkStats(store, NOW)).linkingRecords
  await apply(redis, changes, ['app.bsky.graph.*', 'app.bsky.feed.like'])

  const { linkingRecords } = await readLinkStats(store, NOW)
  expect(linkingRecords).toBeLessThan(before)
  expect(await auditStore(store)).toEqual([])
  const named = half.filter((event) => event.kind !== 'commit' || isNamed(event))
  await using otherServer = await startRedis()
  await using other = await connect(otherServer.url)
  const expected = await apply(other, named, [])
  expect(linkingRecords).toBe((await readLinkStats(expected, NOW)).linkingRecords)
})

function isNamed(event: Extract<NetworkEvent, { kind: 'commit' }>): boolean {
  return /^app\.bsky\.(graph\.|feed\.like$)/.test(event.commit.collection)
}

function readRandomEvents(seed: number): NetworkEvent[] {
  const random = createRandom(seed)
  const accounts = randomAccounts(random, 10)
  const span = { count: 1000, start: NOW - 30 * HOUR, span: 30 * HOUR }
  return randomEvents(random, accounts, span).map((event) => {
    const read = readEvent(JSON.stringify(event))
    if ('reason' in read) throw new Error(read.reason)
    return read.event
  })
}

async function apply(redis: Redis, events: NetworkEvent[], collections: string[]) {
  const layout = await claimLayout(redis, { partitions: 1, bucketHours: 1 })
  const writer = await openWriter(openStore(redis, layout, 48), {}, { collections })
  for (let at = 0; at < events.length; at += 60) {
    await applyEvents(writer, events.slice(at, at + 60), NOW)
  }
  return writer.store
}
