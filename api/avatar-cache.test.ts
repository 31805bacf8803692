import { createRandom } from '@orrery/shared/random'
import { bytesOf, connect } from '@orrery/shared/redis'
import { startRedis } from '@orrery/shared/testing'
import { expect, test } from 'vitest'
import { openAvatarCache } from './avatar-cache.ts'

const image = (length: number) => Buffer.alloc(length, 7)

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
  await opened.cache.put('a', bytes)

  expect(await opened.cache.getMany(['b', 'a'])).toEqual([undefined, bytes])
  expect(await opened.cache.getMany([])).toEqual([])
})

test('what was longest not used goes when there is no room', async () => {
  await using opened = await openCache(100)
  for (const name of ['a', 'b', 'c']) await opened.cache.put(name, image(30))
  await opened.cache.getMany(['a'])
  await opened.cache.put('d', image(30))

  const found = await opened.cache.getMany(['a', 'b', 'c', 'd'])
  expect(found.map((each) => each?.length)).toEqual([30, undefined, 30, 30])
})

test('what has no room at all is not kept, and puts nothing out', async () => {
  await using opened = await openCache(100)
  await opened.cache.put('a', image(100))
  await opened.cache.put('b', image(101))

  expect((await opened.cache.getMany(['a', 'b'])).map((each) => each?.length)).toEqual([
    100,
    undefined,
  ])
})

test('the bytes are never more than they may be, and counted right', async () => {
  await using opened = await openCache(500)
  const random = createRandom(3)
  for (let step = 0; step < 300; step++) {
    const name = String(random.below(40))
    if (random.chance(0.5)) await opened.cache.getMany([name])
    else await opened.cache.put(name, image(1 + random.below(120)))

    const images = Object.values(await opened.redis.hGetAll('avatars:{images}'))
    const sum = images.reduce((bytes, { length }) => bytes + length, 0)
    expect(sum).toBeLessThanOrEqual(500)
    expect(Number((await opened.redis.get('avatars:{images}:bytes')) ?? 0)).toBe(sum)
    expect(await opened.redis.zCard('avatars:{images}:uses')).toBe(images.length)
  }
  expect(await opened.redis.ttl('avatars:{images}')).toBeGreaterThan(0)
})
