import { setTimeout as sleep } from 'node:timers/promises'
import { ClientOfflineError, MaxCommandRedirectionsError } from 'redis'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bytesOf, connect, type Redis } from './redis.ts'
import { startCluster, type TestCluster } from './testing-cluster.ts'

let cluster: TestCluster
let redis: Redis

beforeAll(async () => {
  cluster = await startCluster({ masters: 3 })
  redis = await connect(cluster.url)
})
afterAll(async () => {
  await redis[Symbol.asyncDispose]()
  await cluster[Symbol.asyncDispose]()
})

const keys = Array.from({ length: 60 }, (_, number) => `key ${number}`)

test('commands, raw commands, scripts and transactions find the node of their key', async () => {
  const field = Buffer.from([0xff, 0])
  const script = `return redis.call('HSET', KEYS[1], 'script', ARGV[1])`
  for (const key of keys) {
    await redis.sendCommand(['HSET', key, field, Buffer.from([0xfe])])
    await redis.eval(script, { keys: [key], arguments: ['1'] })
    await redis.multi().hSet(key, 'one', '1').hSet(key, 'two', '2').exec()
    expect(await bytesOf(redis).sendCommand(['HGET', key, field])).toEqual(Buffer.from([0xfe]))
    expect(await redis.hLen(key)).toBe(4)
  }
  const sizes = await Promise.all((await redis.nodes()).map((node) => node.dbSize()))
  expect(sizes).toHaveLength(3)
  expect(Math.min(...sizes)).toBeGreaterThan(0)
  expect(sizes.reduce((sum, size) => sum + size)).toBe(keys.length)
  expect(await redis.del(keys)).toBe(keys.length)
})

test('one of its nodes is enough to find the cluster', async () => {
  const one = cluster.url.split(',')[0] ?? ''
  await using other = await connect(one, { cluster: true })
  await Promise.all(keys.map((key) => other.set(key, key)))

  expect(await Promise.all(keys.map((key) => redis.get(key)))).toEqual(keys)
  await redis.del(keys)
})

test('a key is followed to another node, except where commands must keep their order', async () => {
  await using ordered = await connect(cluster.url, { ordered: true })
  const key = 'a key that moves'
  const slot = String(await redis.clusterKeySlot(key))
  const nodes = await redis.nodes()
  const owners = await Promise.all(
    nodes.map((node) => node.set(key, '1').then(Boolean, () => false)),
  )
  const from = nodes[owners.indexOf(true)]
  const to = nodes[owners.indexOf(false)]
  if (!from || !to) throw new Error('one node holds the key and two do not')
  await ordered.set(key, '2')

  await to.sendCommand(['CLUSTER', 'SETSLOT', slot, 'IMPORTING', await from.clusterMyId()])
  await from.sendCommand(['CLUSTER', 'SETSLOT', slot, 'MIGRATING', await to.clusterMyId()])
  await from.del(key)
  await redis.set(key, 'written while it moves')
  await expect(ordered.set(key, 'overtaken')).rejects.toThrow(MaxCommandRedirectionsError)

  for (const node of [to, from]) {
    await node.sendCommand(['CLUSTER', 'SETSLOT', slot, 'NODE', await to.clusterMyId()])
  }
  await expect(ordered.set(key, 'overtaken')).rejects.toThrow(MaxCommandRedirectionsError)
  expect(await redis.get(key)).toBe('written while it moves')
  expect(await to.get(key)).toBe('written while it moves')
  await redis.del(key)
})

test('a lost master is told at once, and answers again when it is back', async () => {
  await using serving = await connect(cluster.url, { failFast: true })
  while (!serving.isReady) await sleep(5)
  const read = () =>
    Promise.all(keys.map((key) => serving.set(key, key).catch((error: Error) => error)))
  expect(await read()).toEqual(keys.map(() => 'OK'))

  const lost = new Promise((resolve) => redis.once('error', resolve))
  await cluster.kill(2)
  expect(await lost).toBeInstanceOf(Error)
  await expect
    .poll(async () => (await read()).some((each) => each instanceof ClientOfflineError))
    .toBe(true)

  const stop = new AbortController()
  const given = connect(cluster.url, { signal: stop.signal })
  const waiting = connect(cluster.url)
  stop.abort(new Error('told to stop'))
  await expect(given).rejects.toThrow('told to stop')

  await cluster.restart(2)
  await using after = await waiting
  expect(await Promise.all(keys.map((key) => after.get(key)))).toEqual(keys)
  await expect.poll(read, { timeout: 10_000 }).toEqual(keys.map(() => 'OK'))
})

test('who waits for a master that is replaced takes its successor', async () => {
  const [heir, other] = await redis.nodes()
  if (!heir || !other) throw new Error('the cluster has three masters')
  await cluster.kill(2)
  const waiting = connect(cluster.url)
  await sleep(500)

  const slots = ['10922', '16383']
  for (const node of [heir, other]) await node.sendCommand(['CLUSTER', 'DELSLOTSRANGE', ...slots])
  await heir.sendCommand(['CLUSTER', 'ADDSLOTSRANGE', ...slots])

  await using found = await waiting
  expect(await found.nodes()).toHaveLength(2)
  expect(await Promise.all(keys.map((key) => found.set(key, key)))).toEqual(keys.map(() => 'OK'))
})
