import { readEvent } from '@orrery/shared/event'
import { keys } from '@orrery/shared/keys'
import { claimLayout } from '@orrery/shared/layout'
import { createRandom } from '@orrery/shared/random'
import { connect, type Redis } from '@orrery/shared/redis'
import { openStore } from '@orrery/shared/store'
import { startRedis } from '@orrery/shared/testing'
import { expect, test } from 'vitest'
import { dropBuckets } from '../scheduler/drop-buckets.ts'
import { cidFaults, withCid } from '../test/cids.ts'
import { NaiveRecount } from '../test/naive-recount.ts'
import { randomAccounts, randomEvents } from '../test/random-events.ts'
import { auditStore } from '../test/store-audit.ts'
import { applyEvents } from './apply-events.ts'
import { openWriter } from './writer.ts'

const HOUR = 3_600_000
const NOW = Math.floor(Date.now() / HOUR) * HOUR

test.each([1, 2, 3])(
  'the CID that a record was last told to have is kept as long as the record (seed %d)',
  async (seed) => {
    await using server = await startRedis()
    await using redis = await connect(server.url)
    const naive = new NaiveRecount()
    const events = makeEvents(seed)
    for (const event of events) naive.apply(JSON.parse(JSON.stringify(event)))

    const store = await apply(redis, events, true)
    expect(await cidFaults(store, naive, NOW - 48 * HOUR)).toEqual([])
    expect(await auditStore(store)).toEqual([])
    expect(await cidKeys(redis)).not.toEqual([])

    // Delivered again from some time ago.
    await apply(redis, events.slice(500), true)
    expect(await cidFaults(store, naive, NOW - 48 * HOUR)).toEqual([])

    await dropBuckets(store, NOW + 100 * HOUR, new AbortController().signal)
    expect(await cidKeys(redis)).toEqual([])
  },
)

test('without the setting none is kept, and none outlives the version that it belongs to', async () => {
  await using server = await startRedis()
  await using redis = await connect(server.url)
  const events = makeEvents(4)

  await apply(redis, events, false)
  expect(await cidKeys(redis)).toEqual([])

  const store = await apply(redis, events, true)
  expect(await cidKeys(redis)).not.toEqual([])
  await apply(redis, events, false)
  expect(await cidKeys(redis)).toEqual([])
  expect(await auditStore(store)).toEqual([])
})

async function cidKeys(redis: Redis): Promise<string[]> {
  const prefix = keys.cids(0, 0).slice(0, 2)
  return redis.keys(`${prefix}*`)
}

function makeEvents(seed: number): object[] {
  const random = createRandom(seed)
  const accounts = randomAccounts(random, 10)
  const span = { count: 1500, start: NOW - 40 * HOUR, span: 40 * HOUR }
  return randomEvents(random, accounts, span).map(withCid)
}

async function apply(redis: Redis, events: object[], cids: boolean) {
  const layout = await claimLayout(redis, { partitions: 1, bucketHours: 1 })
  const writer = await openWriter(openStore(redis, layout, 48), {}, { cids })
  const read = events.map((event) => {
    const result = readEvent(JSON.stringify(event))
    if ('reason' in result) throw new Error(result.reason)
    return result.event
  })
  for (let at = 0; at < read.length; at += 60) {
    await applyEvents(writer, read.slice(at, at + 60), NOW)
  }
  return writer.store
}
