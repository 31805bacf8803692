import { keys } from '@orrery/shared/keys'
import { connect } from '@orrery/shared/redis'
import { startRedis } from '@orrery/shared/testing'
import { expect, test } from 'vitest'
import { openQuota } from './quota.ts'
import { untilReady } from './testing.ts'

const START = Date.parse('2026-11-20T12:00:00Z')

async function connectReady(url: string) {
  const redis = await connect(url, { failFast: true })
  await untilReady(redis)
  return redis
}

test('processes count together, minute by minute, and each caller apart', async () => {
  await using server = await startRedis()
  await using one = await connectReady(server.url)
  await using other = await connectReady(server.url)
  let now = START + 15_000
  const [first, second] = [openQuota(one, () => now), openQuota(other, () => now)]

  expect(await first('a', 10, 4)).toEqual({
    limit: 10,
    remaining: 6,
    resetSeconds: 45,
    refused: false,
  })
  expect(await second('a', 10, 4)).toMatchObject({ remaining: 2, refused: false })
  expect(await first('a', 10, 4)).toMatchObject({ remaining: 0, refused: false })
  expect(await second('a', 10, 1)).toMatchObject({ remaining: 0, refused: true })
  expect(await second('b', 10, 1)).toMatchObject({ remaining: 9, refused: false })

  now = START + 59_999
  expect(await first('a', 10, 1)).toMatchObject({ resetSeconds: 1, refused: true })
  now = START + 60_000
  expect(await first('a', 10, 1)).toMatchObject({ remaining: 9, resetSeconds: 60, refused: false })
})

test('who has nothing left costs Redis nothing, and nothing stays of anybody', async () => {
  await using server = await startRedis()
  await using redis = await connectReady(server.url)
  const take = openQuota(redis, () => START)
  for (let call = 0; call < 50; call++) await take('a', 3, 1)

  const key = keys.quota('a', START / 60_000)
  expect(await redis.get(key)).toBe('3')
  expect(await redis.ttl(key)).toBeGreaterThan(60)
  expect(await redis.ttl(key)).toBeLessThanOrEqual(120)
})

test('calls at the same time are each counted', async () => {
  await using server = await startRedis()
  await using redis = await connectReady(server.url)
  const take = openQuota(redis, () => START)
  const standings = await Promise.all(Array.from({ length: 100 }, () => take('a', 60, 1)))

  expect(standings.filter(({ refused }) => !refused)).toHaveLength(60)
})

test('without Redis each process goes on counting by itself, and takes up the count again', async () => {
  await using server = await startRedis()
  await using redis = await connectReady(server.url)
  await using writing = await connect(server.url)
  const take = openQuota(redis, () => START)
  expect(await take('a', 10, 3)).toMatchObject({ remaining: 7 })

  await writing.sendCommand(['CLIENT', 'PAUSE', '600'])
  expect(await take('a', 10, 3)).toMatchObject({ remaining: 4, refused: false })
  const many = await Promise.all(Array.from({ length: 6 }, () => take('a', 10, 1)))
  expect(many.filter(({ refused }) => refused)).toHaveLength(2)
  expect(await take('b', 10, 1)).toMatchObject({ remaining: 9, refused: false })

  await writing.ping()
  expect(await take('b', 10, 1)).toMatchObject({ remaining: 8, refused: false })
})

test('a Redis that is full does not stop anybody', async () => {
  await using server = await startRedis()
  await using redis = await connectReady(server.url)
  await redis.configSet('maxmemory', '1')
  const take = openQuota(redis, () => START)

  expect(await take('a', 2, 1)).toMatchObject({ remaining: 1, refused: false })
  expect(await take('a', 2, 1)).toMatchObject({ remaining: 0, refused: false })
  expect(await take('a', 2, 1)).toMatchObject({ refused: true })
})
