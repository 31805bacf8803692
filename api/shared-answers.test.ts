import { setTimeout as sleep } from 'node:timers/promises'
import { createRandom } from '@orrery/shared/random'
import { connect, type Redis } from '@orrery/shared/redis'
import { startRedis } from '@orrery/shared/testing'
import { expect, test } from 'vitest'
import type { AccountWindow } from './account-window.ts'
import { packedWindows } from './packed-tallies.ts'
import { answerOnce, jsonForm } from './shared-answers.ts'
import { mergeTallies, type Tally } from './tallies.ts'

const NOW = Date.parse('2026-11-20T12:00:00Z')
const form = jsonForm<{ number: number }>()

/** Asks as a process of its own would, and counts how often it had to compute. */
function asker(redis: Redis, milliseconds = 100) {
  const state = { computed: 0 }
  const ask = (name: string, now = NOW) =>
    answerOnce({ redis, name, form, now }, async () => {
      const number = ++state.computed
      await sleep(milliseconds)
      return { number }
    })
  return { state, ask }
}

test('processes that ask at the same time share one computation, and those after them its answer', async () => {
  await using server = await startRedis()
  await using one = await connect(server.url)
  await using other = await connect(server.url)
  const [here, there] = [asker(one), asker(other)]

  const asked = [here.ask('a'), there.ask('a'), there.ask('a'), here.ask('a'), there.ask('b')]
  const [answer, ...others] = await Promise.all(asked)
  const last = others.pop()
  expect(others).toEqual(Array(3).fill(answer))
  expect(here.state.computed + there.state.computed).toBe(2)
  expect(await here.ask('b', NOW + 14_999)).toEqual(last)
  expect(here.state.computed + there.state.computed).toBe(2)

  await there.ask('a', NOW + 15_000)
  expect(here.state.computed + there.state.computed).toBe(3)
  expect((await one.keys('*')).filter((key) => key.endsWith('lock'))).toEqual([])
})

test('who fails keeps nobody from trying, and who dies no longer than five seconds', async () => {
  await using server = await startRedis()
  await using redis = await connect(server.url)
  const fail = () => Promise.reject(new Error('no'))
  await expect(answerOnce({ redis, name: 'a', form, now: NOW }, fail)).rejects.toThrow('no')
  expect(await asker(redis).ask('a')).toEqual({ number: 1 })

  void answerOnce({ redis, name: 'dead', form, now: NOW }, () => new Promise<never>(() => {}))
  await expect.poll(() => redis.keys('*:lock')).toHaveLength(1)
  const [lock = ''] = await redis.keys('*:lock')
  expect(await redis.pTTL(lock)).toBeGreaterThan(4000)
  expect(await redis.pTTL(lock)).toBeLessThanOrEqual(5000)
  const { ask } = asker(redis)
  const waiting = ask('dead')
  await redis.pExpire(lock, 100)
  expect(await waiting).toEqual({ number: 1 })
})

test('who was slower than its lock does not give back that of another', async () => {
  await using server = await startRedis()
  await using redis = await connect(server.url)
  const slow = asker(redis, 400).ask('a')
  await expect.poll(() => redis.keys('*:lock')).toHaveLength(1)
  const [lock = ''] = await redis.keys('*:lock')
  await redis.set(lock, 'another')
  await slow
  expect(await redis.get(lock)).toBe('another')
})

test('a Redis that is full, and an answer that nobody can read, cost only time', async () => {
  await using server = await startRedis()
  await using redis = await connect(server.url)
  const { ask, state } = asker(redis, 1)
  await ask('a')
  const [key = ''] = await redis.keys('answer:*')
  await redis.setRange(key, 8, 'nonsense')
  expect(await ask('a')).toEqual({ number: 2 })

  await redis.configSet('maxmemory', '1')
  expect(await ask('b')).toEqual({ number: 3 })
  expect(await ask('b')).toEqual({ number: 4 })
  expect(state.computed).toBe(4)
})

test('what was packed is what passed', async () => {
  const random = createRandom(7)
  const tally = (partner: number): Tally => {
    const counts = { like: random.below(3), repost: 0, reply: random.below(300), quote: 1, post: 0 }
    const total = counts.like + counts.reply + counts.quote
    return { partner, ...counts, characters: random.below(9_000_000), total, last: NOW - partner }
  }
  const some = (count: number) =>
    Array.from({ length: count }, () => tally(random.below(500_000_000)))
  const distinct = (list: Tally[]) => [
    ...new Map(list.map((each) => [each.partner, each])).values(),
  ]
  for (const sizes of [
    [0, 0],
    [1, 0],
    [300, 200],
  ] as const) {
    const [sent, received] = [distinct(some(sizes[0])), distinct(some(sizes[1]))]
    const tallies = { sent, received, both: mergeTallies(sent, received) }
    const window: AccountWindow = { span: { from: NOW - 5, to: NOW }, tallies }

    expect(await packedWindows.unpack(await packedWindows.pack(window))).toEqual(window)
  }
})
