import { expect, test } from 'vitest'
import { connect } from './redis.ts'
import { endWhenLost } from './redis-loss.ts'
import { freePort, startRedis } from './testing.ts'

test('a connection that breaks is given up, and what waited for it is never sent', async () => {
  await using server = await startRedis()
  await using redis = await connect(server.url)
  const lost = endWhenLost(redis)(new AbortController().signal)
  const failure = expect(lost).rejects.toThrow('Redis was lost')
  redis.on('error', () => {
    redis.set('late', 'write').catch(() => {})
  })
  await server.crash()
  await failure
  await expect(redis.ping()).rejects.toThrow()

  await using after = await connect(server.url)
  expect(await after.exists('late')).toBe(0)
  expect(await after.clientList()).toHaveLength(1)
})

test('a stop ends the watch over a connection that stands', async () => {
  await using server = await startRedis()
  await using redis = await connect(server.url)
  const stop = new AbortController()
  const watching = endWhenLost(redis)(stop.signal)
  stop.abort()
  await watching

  expect(await redis.ping()).toBe('PONG')
})

test('the wait for a Redis that is not there ends with the signal', async () => {
  const stop = new AbortController()
  const connecting = connect(`redis://127.0.0.1:${await freePort()}`, { signal: stop.signal })
  const failure = expect(connecting).rejects.toBe('stop')
  setImmediate(() => stop.abort('stop'))
  await failure
  await expect(connect('redis://127.0.0.1', { signal: stop.signal })).rejects.toBe('stop')
})
