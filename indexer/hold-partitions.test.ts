import { renewLease, takeLease } from '@orrery/shared/lease'
import { createLog } from '@orrery/shared/logging'
import { connect } from '@orrery/shared/redis'
import { aborted } from '@orrery/shared/service'
import { startRedis } from '@orrery/shared/testing'
import { expect, test } from 'vitest'
import { holdPartitions, type Lease } from './hold-partitions.ts'

const PARTITIONS = 4
const PATIENCE = { timeout: 20_000, interval: 5 }
const log = createLog('test', 'silent')

/** Holders of one Redis, and who works on which partition; no partition may have two at once. */
async function network(silence: number) {
  const server = await startRedis()
  const working = new Map<number, string>()
  const overlaps: number[] = []

  function holder(name: string) {
    const stop = new AbortController()
    const work = async ({ partition, signal }: Lease) => {
      if (working.has(partition)) overlaps.push(partition)
      working.set(partition, name)
      await aborted(signal)
      working.delete(partition)
    }
    const ended = (async () => {
      await using redis = await connect(server.url, { name })
      const holding = { redis, name, partitions: PARTITIONS, silence, log }
      await holdPartitions(holding, work, stop.signal)
    })()
    return {
      end: () => {
        stop.abort()
        return ended
      },
    }
  }

  const shares = () => Object.groupBy(working.values(), (name) => name)
  const counts = () =>
    Object.fromEntries(Object.entries(shares()).map(([name, all]) => [name, all?.length]))
  return {
    url: server.url,
    holder,
    counts,
    overlaps,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}

test('indexers share the partitions as they come and go, and none has two at once', async () => {
  await using net = await network(2000)
  const [first, second] = [net.holder('a'), net.holder('b')]
  await expect.poll(net.counts, PATIENCE).toEqual({ a: 2, b: 2 })
  const third = net.holder('c')
  await expect.poll(net.counts, PATIENCE).toEqual({ a: 2, b: 1, c: 1 })
  await first.end()
  await expect.poll(net.counts, PATIENCE).toEqual({ b: 2, c: 2 })
  await Promise.all([second.end(), third.end()])

  expect(net.counts()).toEqual({})
  expect(net.overlaps).toEqual([])
  await using redis = await connect(net.url)
  expect(await redis.keys('*')).toEqual([])
})

test('who did not give a partition back is ended before another works on it', async () => {
  await using net = await network(1000)
  await using redis = await connect(net.url, { name: 'stalled' })
  const failure = new Promise((resolve) => redis.once('error', resolve))
  await takeLease({ redis, name: 'stalled', milliseconds: 1 }, 2)
  const other = net.holder('other')
  await expect.poll(net.counts, PATIENCE).toEqual({ other: PARTITIONS })

  expect(await failure).toMatchObject({ name: 'Error', message: 'Socket closed unexpectedly' })
  await other.end()
})

test('where a former holder cannot be ended, it stays on the list of those who must be', async () => {
  await using server = await startRedis()
  await using redis = await connect(server.url)
  await takeLease({ redis, name: 'first', milliseconds: 1 }, 0)
  await expect.poll(() => redis.exists('lease:{0}'), PATIENCE).toBe(0)
  expect(await takeLease({ redis, name: 'second', milliseconds: 1 }, 0)).toEqual(['first'])
  await expect.poll(() => redis.exists('lease:{0}'), PATIENCE).toBe(0)
  const third = await takeLease({ redis, name: 'third', milliseconds: 60_000 }, 0)

  expect(third?.toSorted()).toEqual(['first', 'second'])
  expect(await takeLease({ redis, name: 'fourth', milliseconds: 1 }, 0)).toBeUndefined()
})

test('a lease that lapsed is renewed unless another had the partition meanwhile', async () => {
  await using server = await startRedis()
  await using redis = await connect(server.url)
  const first = { redis, name: 'first', milliseconds: 1 }
  const lapsed = () => expect.poll(() => redis.exists('lease:{0}'), PATIENCE).toBe(0)
  await takeLease(first, 0)
  await lapsed()
  expect(await renewLease(first, 0)).toBe(true)
  await lapsed()
  await takeLease({ redis, name: 'second', milliseconds: 1 }, 0)
  expect(await renewLease(first, 0)).toBe(false)
  await lapsed()
  expect(await renewLease(first, 0)).toBe(false)
})

test('an error of the work ends all, and its lease is left to lapse', async () => {
  await using server = await startRedis()
  await using redis = await connect(server.url)
  const holding = { redis, name: 'a', partitions: 2, silence: 60_000, log }
  const work = async ({ partition, signal }: Lease) => {
    if (partition === 1) throw new Error('a write failed')
    await aborted(signal)
  }
  const ended = holdPartitions(holding, work, new AbortController().signal)

  await expect(ended).rejects.toThrow('a write failed')
  expect(await redis.get('lease:{0}')).toBeNull()
  expect(await redis.get('lease:{1}')).toBe('a')
})
