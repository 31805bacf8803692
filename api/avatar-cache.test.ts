import { removeAvatars } from '@orrery/shared/avatar-store'
import { createRandom } from '@orrery/shared/random'
import { bytesOf, connect } from '@orrery/shared/redis'
import { startRedis } from '@orrery/shared/testing'
import { expect, test } from 'vitest'
import { openAvatarCache } from './avatar-cache.ts'

/** The bytes of an image that takes so many with what tells of its address. */
const image = (length: number) => Buffer.alloc(length - 12, 7)
const named = (did: string, address = did) => ({ did, size: 'small', address }) as const

async function openCache(budget: number) {
  const server = await startRedis()
  const redis = await connect(server.url)
  let now = 1000
  const cache = openAvatarCache(bytesOf(redis), budget, () => now++)
  return {
    cache,
    redis,
    async [Symbol.asyncDispose]() {
      await redis[Symbol.asyncDispose]()
      await server[Symbol.asyncDispose]()
    },
  }
}

test('what was put in comes out, byte for byte', async () => {
  await using opened = await openCache(1000)
  const bytes = Buffer.from([0, 255, 128, 10])
  await opened.cache.put(named('a'), bytes)

  expect(await opened.cache.getMany([named('b'), named('a')])).toEqual([undefined, bytes])
  expect(await opened.cache.getMany([])).toEqual([])
})

test('an account has one avatar in each size, that of its last address', async () => {
  await using opened = await openCache(1000)
  const large = { ...named('a'), size: 'large' } as const
  await opened.cache.put(named('a'), image(40))
  await opened.cache.put(large, image(80))
  await opened.cache.put(named('a', 'elsewhere'), image(50))

  const lengths = async () =>
    (await opened.cache.getMany([named('a'), named('a', 'elsewhere'), large])).map(
      (each) => each?.length,
    )
  expect(await lengths()).toEqual([undefined, 38, 68])
  expect(await opened.redis.get('avatars:{small}:bytes')).toBe('130')
  await removeAvatars(opened.redis, 'a')
  await removeAvatars(opened.redis, 'a')
  expect(await lengths()).toEqual([undefined, undefined, undefined])
  expect(await opened.redis.get('avatars:{small}:bytes')).toBe('0')
})

test('what was longest not used goes when there is no room', async () => {
  await using opened = await openCache(100)
  for (const name of ['a', 'b', 'c']) await opened.cache.put(named(name), image(30))
  await opened.cache.getMany([named('a')])
  await opened.cache.put(named('d'), image(30))

  const found = await opened.cache.getMany([named('a'), named('b'), named('c'), named('d')])
  expect(found.map((each) => each?.length)).toEqual([18, undefined, 18, 18])
})

test('what has no room at all is not kept, and puts nothing out', async () => {
  await using opened = await openCache(100)
  await opened.cache.put(named('a'), image(100))
  await opened.cache.put(named('b'), image(101))

  expect(
    (await opened.cache.getMany([named('a'), named('b')])).map((each) => each?.length),
  ).toEqual([88, undefined])
})

test('the bytes are never more than they may be, and counted right', async () => {
  await using opened = await openCache(500)
  const random = createRandom(3)
  for (let step = 0; step < 300; step++) {
    const name = String(random.below(40))
    if (random.chance(0.1)) await removeAvatars(opened.redis, name)
    else if (random.chance(0.5)) await opened.cache.getMany([named(name)])
    else await opened.cache.put(named(name), image(13 + random.below(120)))

    const images = await bytesOf(opened.redis).hVals('avatars:{small}')
    const sum = images.reduce((bytes, { length }) => bytes + length, 0)
    expect(sum).toBeLessThanOrEqual(500)
    expect(Number((await opened.redis.get('avatars:{small}:bytes')) ?? 0)).toBe(sum)
    expect(await opened.redis.zCard('avatars:{small}:uses')).toBe(images.length)
  }
  expect(await opened.redis.ttl('avatars:{small}')).toBeGreaterThan(0)
})
