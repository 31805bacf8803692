import { writeStatus } from '@orrery/shared/account-status'
import { type NetworkEvent, readEvent } from '@orrery/shared/event'
import { keys } from '@orrery/shared/keys'
import { claimLayout } from '@orrery/shared/layout'
import { createRandom } from '@orrery/shared/random'
import { connect, type Redis } from '@orrery/shared/redis'
import { readNewestSamples, readSamples, SAMPLES } from '@orrery/shared/samples'
import { openStore } from '@orrery/shared/store'
import { startRedis } from '@orrery/shared/testing'
import { expect, test } from 'vitest'
import { openSampleShelf } from './sample-shelf.ts'
import { openSampleKeeper } from './samples.ts'

const NOW = Date.now()
const THING = 'com.example.thing'

test('the newest records of a collection are its samples, as they were last written', async () => {
  await using server = await startRedis()
  await using redis = await connect(server.url)
  const store = await openOn(redis)
  const keeper = await openSampleKeeper(redis, 0, 1)
  const events = Array.from({ length: 20 }, (_, n) => write(`a${n}`, 'r', NOW + n, { n }))
  await keeper.apply(events.slice(0, 5), NOW)
  await keeper.apply([write('a1', 'r', NOW + 5, { n: 'again' })], NOW)
  for (const [n, event] of events.slice(5).entries()) await keeper.apply([event], NOW + n * 1000)

  const samples = await readSamples(store, [THING, 'com.example.none'])
  expect(samples.map(({ did }) => did)).toEqual(
    events
      .slice(-SAMPLES)
      .map(({ did }) => did)
      .reverse(),
  )
  expect(samples[0]).toEqual({
    did: 'did:web:a19.example',
    collection: THING,
    rkey: 'r',
    record: { n: 19 },
    timeUs: (NOW + 19) * 1000,
  })
  expect(await readNewestSamples(store, 5)).toEqual(samples.slice(0, 5))
})

test.each(['deactivated', 'takendown', 'suspended', 'deleted', undefined])(
  'the samples of an account go when it is %s, those of records when they are deleted or too long',
  async (status) => {
    await using server = await startRedis()
    await using redis = await connect(server.url)
    const store = await openOn(redis)
    const didsOf = async () => (await readSamples(store, [THING])).map(({ did }) => did)
    const before = await openSampleKeeper(redis, 0, 1)
    const names = ['a', 'b', 'c', 'd']
    await before.apply(
      names.map((name, n) => write(name, 'r', NOW + n, {})),
      NOW,
    )
    expect(await didsOf()).toHaveLength(4)

    const keeper = await openSampleKeeper(redis, 0, 1)
    const account = { active: false, ...(status && { status }) }
    await keeper.apply([eventOf('a', NOW, { kind: 'account', account })], NOW)
    await keeper.apply([eventOf('b', NOW, { kind: 'account', account: { active: true } })], NOW)
    const gone = { operation: 'delete', rev: 'a', collection: THING, rkey: 'r' }
    await keeper.apply([eventOf('c', NOW, { kind: 'commit', commit: gone })], NOW)
    await keeper.apply([write('d', 'r', NOW + 9, { text: 'x'.repeat(20_000) })], NOW)
    expect(await didsOf()).toEqual(['did:web:b.example'])
    expect(await redis.hLen(keys.samples(0, THING))).toBe(1)
  },
)

test('hidden accounts are not shown, even if the samples were written after they were hidden', async () => {
  await using server = await startRedis()
  await using redis = await connect(server.url)
  const store = await openOn(redis)
  const keeper = await openSampleKeeper(redis, 0, 1)
  await keeper.apply([write('a', 'r', NOW, {}), write('b', 'r', NOW + 1, {})], NOW)
  const numbers = await store.accounts.assign(['did:web:a.example'])
  await redis.set(keys.statuses(0), '')
  for (const number of numbers.values()) {
    await redis.sendCommand(['BITFIELD', keys.statuses(0), 'SET', 'u4', `#${number}`, '2'])
  }
  expect((await readSamples(store, [THING])).map(({ did }) => did)).toEqual(['did:web:b.example'])
})

test('what a process writes is what the next one finds, and the listed collections are those', async () => {
  await using server = await startRedis()
  await using redis = await connect(server.url)
  const random = createRandom(5)
  let keeper = await openSampleKeeper(redis, 0, 500)
  for (let round = 0; round < 300; round++) {
    const collection = `com.example${random.below(40)}.thing`
    const events = Array.from({ length: random.below(4) }, (_, n) => {
      const name = `a${random.below(20)}`
      const time = NOW + round * 10 + n
      if (random.below(10) === 0) {
        return eventOf(name, time, { kind: 'account', account: { active: false } })
      }
      return write(
        name,
        `r${random.below(3)}`,
        time,
        { x: 'x'.repeat(random.below(3000)) },
        collection,
      )
    })
    await keeper.apply(events, NOW + round * 500)
    if (random.below(20) === 0) keeper = await openSampleKeeper(redis, 0, 500)
  }
  const listed = await redis.sMembers(keys.sampled(0))
  const present = (await redis.keys(`${keys.samples(0, '')}*`)).map((key) => {
    return key.slice(keys.samples(0, '').length)
  })
  expect(listed).toEqual(expect.arrayContaining(present))
  expect(listed.length).toBeLessThan(40)
  let bytes = 0
  for (const name of present) {
    const records = await redis.hVals(keys.samples(0, name))
    bytes += records.join('').length
  }
  expect(bytes).toBeLessThan((32 * 1024 * 1024) / 500)
})

test('a flood of new names makes neither the shelf nor the rate of writing grow', () => {
  const shelf = openSampleShelf(100_000)
  let written = 0
  for (let n = 0; n < 5000; n++) {
    const event = write('a', 'r', NOW, { text: 'x'.repeat(1000) }, `com.flood${n}.thing`)
    if (event.kind === 'commit') shelf.follow(event, NOW + n)
    shelf.makeRoom()
    for (const fields of shelf.takeChanges().values()) {
      for (const body of fields.values()) if (body !== undefined) written++
    }
  }
  expect(written).toBeGreaterThan(64)
  expect(written).toBeLessThanOrEqual(64 + 5 * 32)
  expect(shelf.has('com.flood4999.thing')).toBe(true)
  expect(shelf.has('com.flood4000.thing')).toBe(false)
})

test('nothing is told of who has opted out: neither its records nor those that link to it', async () => {
  await using server = await startRedis()
  await using redis = await connect(server.url)
  const store = await openOn(redis)
  const keeper = await openSampleKeeper(redis, 0, 1)
  const a = 'did:web:a.example'
  await keeper.apply(
    [
      write('a', 'r', NOW, {}),
      write('b', 'r', NOW + 1, { deep: [{ uri: `at://${a}/${THING}/r` }] }),
      write('c', 'r', NOW + 2, { with: 'https://example.com' }),
    ],
    NOW,
  )
  expect(await readSamples(store, [THING])).toHaveLength(3)

  const account = (await store.accounts.assign([a])).get(a) ?? -1
  await writeStatus(store, account, 'optedout')
  await keeper.apply([write('a', 's', NOW + 3, {})], NOW + 9000, new Set([a]))
  const names = (await readSamples(store, [THING])).map(({ did }) => did)
  expect(names).toEqual(['did:web:c.example'])
  const kept = await redis.hKeys(keys.samples(0, THING))
  expect(kept.filter((field) => field.includes(a))).toEqual([])
})

async function openOn(redis: Redis) {
  return openStore(redis, await claimLayout(redis, { partitions: 1, bucketHours: 1 }), 48)
}

function write(name: string, rkey: string, time: number, record: object, collection = THING) {
  const commit = { operation: 'create', rev: 'a', collection, rkey, record }
  return eventOf(name, time, { kind: 'commit', commit })
}

function eventOf(name: string, time: number, body: object): NetworkEvent {
  const event = { did: `did:web:${name}.example`, time_us: time * 1000, ...body }
  const read = readEvent(JSON.stringify(event))
  if ('reason' in read) throw new Error(read.reason)
  return read.event
}
