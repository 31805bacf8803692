import { createLog } from '@orrery/shared/logging'
import { connect, type Redis } from '@orrery/shared/redis'
import { aborted } from '@orrery/shared/service'
import { startRedis } from '@orrery/shared/testing'
import { expect, test } from 'vitest'
import { holdLease, type Lease } from './lease.ts'

const PATIENCE = { timeout: 20_000, interval: 5 }
const log = createLog('test', 'silent')

function scheduler(redis: Redis, name: string, work: (lease: Lease) => Promise<void>) {
  const stop = new AbortController()
  const ended = holdLease({ redis, name, silence: 1000, log }, work, stop.signal)
  return {
    ended,
    end: () => {
      stop.abort()
      return ended
    },
  }
}

test('one works at a time, and the next begins when it has given the lease back', async () => {
  await using server = await startRedis()
  await using redis = await connect(server.url)
  const working: string[] = []
  const workOf = (name: string) => async (lease: Lease) => {
    working.push(name)
    await aborted(lease.signal)
    working.splice(working.indexOf(name), 1)
  }
  const first = scheduler(redis, 'first', workOf('first'))
  await expect.poll(() => working, PATIENCE).toEqual(['first'])
  const second = scheduler(redis, 'second', workOf('second'))
  const third = scheduler(redis, 'third', workOf('third'))
  await third.end()
  await first.end()
  await expect.poll(() => working, PATIENCE).toEqual(['second'])
  await second.end()

  expect(await redis.keys('*')).toEqual([])
})

test('the lease is kept until the jobs that were told to stop have ended', async () => {
  await using server = await startRedis()
  await using redis = await connect(server.url)
  const release = Promise.withResolvers<void>()
  const begun = Promise.withResolvers<Lease>()
  const slow = scheduler(redis, 'slow', async (lease) => {
    begun.resolve(lease)
    await release.promise
  })
  const lease = await begun.promise
  const ended = slow.end()
  const other = scheduler(redis, 'other', async () => {
    throw new Error('two at once')
  })
  await new Promise((resolve) => setTimeout(resolve, 2000))
  expect(lease.isHeld()).toBe(true)
  await other.end()
  release.resolve()
  await ended
})

test('a lease that was not given back is taken when it lapses, and its holder can write no more', async () => {
  await using server = await startRedis()
  await using stalled = await connect(server.url, { name: 'stalled' })
  await using redis = await connect(server.url)
  const lost = new Promise((resolve) => stalled.once('error', resolve))
  await redis.set('lease:{scheduler}', 'stalled', { expiration: { type: 'PX', value: 300 } })
  await redis.sAdd('holders:{scheduler}', 'stalled')
  const begun = Promise.withResolvers<void>()
  const next = scheduler(redis, 'next', async (lease) => {
    begun.resolve()
    await aborted(lease.signal)
  })
  await begun.promise

  expect(await lost).toMatchObject({ message: 'Socket closed unexpectedly' })
  await next.end()
})

test('who finds the lease taken over ends, and leaves the lease to the other', async () => {
  await using server = await startRedis()
  await using redis = await connect(server.url)
  await using own = await connect(server.url)
  const begun = Promise.withResolvers<void>()
  const holder = scheduler(own, 'holder', async (lease) => {
    begun.resolve()
    await aborted(lease.signal)
  })
  await begun.promise
  await redis.set('lease:{scheduler}', 'other')

  await expect(holder.ended).rejects.toThrow('the lease was taken over')
  expect(own.isOpen).toBe(false)
  expect(await redis.get('lease:{scheduler}')).toBe('other')
})
