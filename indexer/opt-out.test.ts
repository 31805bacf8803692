import { type NetworkEvent, readEvent } from '@orrery/shared/event'
import { partitionOf } from '@orrery/shared/hash'
import { keys } from '@orrery/shared/keys'
import { claimLayout } from '@orrery/shared/layout'
import { connect } from '@orrery/shared/redis'
import { openStore } from '@orrery/shared/store'
import { startRedis } from '@orrery/shared/testing'
import { expect, test } from 'vitest'
import { partnersOf } from '../api/partners.ts'
import { commit, didOf, like } from '../api/testing-events.ts'
import { applyEvents } from './apply-events.ts'
import { openListing } from './opt-out-listing.ts'
import { openWriter } from './writer.ts'

const NOW = Math.floor(Date.now() / 3_600_000) * 3_600_000
const SPAN = { from: 0, to: 2 * NOW }
const [ann, ben] = [didOf('ann'), didOf('ben')]
const [OWN, OTHER] = [partitionOf(ann, 4), (partitionOf(ann, 4) + 1) % 4]

async function start() {
  const server = await startRedis()
  const redis = await connect(server.url)
  const store = openStore(redis, await claimLayout(redis, { partitions: 4, bucketHours: 1 }), 48)
  const writer = await openWriter(store)

  async function apply(...events: object[]): Promise<void> {
    await applyEvents(writer, events.map(eventOf), NOW)
  }
  await apply(like('ann', 'ben', NOW - 5000), like('ben', 'ann', NOW - 4000))
  return {
    redis,
    writer,
    apply,
    sentBy: async (did: string) => (await partnersOf(store, did, SPAN)).sent.map((row) => row.did),
    async [Symbol.asyncDispose]() {
      await redis[Symbol.asyncDispose]()
      await server[Symbol.asyncDispose]()
    },
  }
}

function eventOf(event: object): NetworkEvent {
  const read = readEvent(JSON.stringify(event))
  if ('reason' in read) throw new Error(read.reason)
  return read.event
}

const post = (text: string, time: number) => commit('ann', 'app.bsky.feed.post', { text }, time)

test('an account is left out as long as it is listed, by whoever has its partition', async () => {
  await using started = await start()
  const { redis, writer, apply, sentBy } = started
  await redis.hSet(keys.optOutList, { [ann]: 'out' })

  expect(await openListing().apply(writer, OTHER, NOW)).toEqual([])
  expect(await sentBy(ann)).toEqual([ben])
  const listing = openListing()
  expect(await listing.apply(writer, OWN, NOW)).toEqual([ann])
  expect(await listing.apply(writer, OWN, NOW + 6000)).toEqual([])
  await apply(like('ann', 'ben', NOW - 3000))
  expect([await sentBy(ann), await sentBy(ben)]).toEqual([[], []])

  await redis.hSet(keys.optOutList, { [ann]: 'in' })
  await listing.apply(writer, OWN, NOW + 12_000)
  expect([await sentBy(ann), await sentBy(ben)]).toEqual([[], [ann]])
  await apply(like('ann', 'ben', NOW - 2000))
  expect(await sentBy(ann)).toEqual([ben])
})

test('who is listed and has said so too is left out until neither holds', async () => {
  await using started = await start()
  const { redis, writer, apply, sentBy } = started
  const listing = openListing()
  await redis.hSet(keys.optOutList, { [ann]: 'out' })
  await listing.apply(writer, OWN, NOW)
  await apply(post('#orrery-optout', NOW - 3000), post('#orrery-optin', NOW - 2000))
  expect(await sentBy(ben)).toEqual([])

  await apply(post('#orrery-optout', NOW - 1500))
  await redis.hSet(keys.optOutList, { [ann]: 'in' })
  await listing.apply(writer, OWN, NOW + 6000)
  expect(await sentBy(ben)).toEqual([])
  await apply(post('#orrery-optin', NOW - 1000))
  expect(await sentBy(ben)).toEqual([ann])
})

test('a post to opt in says nothing where nobody opted out', async () => {
  await using started = await start()
  const { redis, apply, sentBy } = started
  await apply(post('#orrery-optin', NOW - 1000))

  expect(await sentBy(ann)).toEqual([ben])
  expect(await redis.exists(keys.optOuts)).toBe(0)
})
