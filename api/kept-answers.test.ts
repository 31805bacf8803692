import { expect, test } from 'vitest'
import { keepAnswers } from './kept-answers.ts'

/** Computes the number of the computation, of the size that its key names. */
function counting() {
  const computed: string[] = []
  const keep = keepAnswers<{ number: number; size: number }>(1000, 100, ({ size }) => size)
  const ask = async (key: string, now: number) => {
    const { number } = await keep(key, now, async () => {
      computed.push(key)
      return { number: computed.length, size: Number(key.split(' ')[1]) }
    })
    return number
  }
  return { ask, computed }
}

test('an answer is given again until its time is over', async () => {
  const { ask } = counting()

  expect(await ask('a 10', 5000)).toBe(1)
  expect(await ask('a 10', 5999)).toBe(1)
  expect(await ask('a 10', 6000)).toBe(2)
  expect(await ask('a 10', 6999)).toBe(2)
})

test('those who ask at the same time share one computation, worth keeping or not', async () => {
  const { ask } = counting()

  expect(await Promise.all([ask('a 0', 1), ask('a 0', 2), ask('b 0', 1)])).toEqual([1, 1, 2])
  expect(await ask('a 0', 3)).toBe(3)
})

test('the oldest answers go where there is no room, and a large one is kept alone', async () => {
  const { ask, computed } = counting()
  for (const key of ['a 40', 'b 40', 'c 40']) await ask(key, 1)
  expect(await ask('b 40', 2)).toBe(2)
  expect(await ask('c 40', 2)).toBe(3)

  expect(await ask('d 500', 3)).toBe(4)
  expect(await ask('d 500', 4)).toBe(4)
  expect(await ask('c 40', 5)).toBe(5)
  expect(await ask('a 40', 5)).toBe(6)
  expect(await ask('c 40', 5)).toBe(5)
  expect(computed).toEqual(['a 40', 'b 40', 'c 40', 'd 500', 'c 40', 'a 40'])
})

test('a failure is told to all who share it and is not kept', async () => {
  const keep = keepAnswers<string>(1000, 10, () => 1)
  const fail = () => keep('a', 1, () => Promise.reject(new Error('no')))

  expect(await Promise.allSettled([fail(), fail()])).toMatchObject([
    { status: 'rejected' },
    { status: 'rejected' },
  ])
  expect(await keep('a', 1, async () => 'yes')).toBe('yes')
})

test('an old answer is given once more at once, while the next is computed once', async () => {
  const gates: (() => void)[] = []
  let computed = 0
  const keep = keepAnswers<number>(1000, 10, () => 1, { stale: 500 })
  const ask = (now: number) =>
    keep('a', now, async () => {
      await new Promise<void>((resolve) => gates.push(resolve))
      return ++computed
    })
  const finish = async () => {
    for (const open of gates.splice(0)) open()
    await new Promise(setImmediate)
  }

  const first = ask(0)
  await finish()
  expect(await first).toBe(1)
  expect(await Promise.all([ask(1000), ask(1200)])).toEqual([1, 1])
  expect(gates).toHaveLength(1)
  const late = ask(1500)
  await finish()
  expect(await late).toBe(2)
  expect(await ask(1999)).toBe(2)
  expect(gates).toHaveLength(0)
})

test('when the next answer fails the old one is given until it is too old', async () => {
  const keep = keepAnswers<string>(1000, 10, () => 1, { stale: 500 })
  const fail = () => Promise.reject(new Error('no'))
  await keep('a', 0, async () => 'yes')

  expect(await keep('a', 1000, fail)).toBe('yes')
  await new Promise(setImmediate)
  expect(await keep('a', 1499, fail)).toBe('yes')
  await new Promise(setImmediate)
  await expect(keep('a', 1500, fail)).rejects.toThrow('no')
})

test('whoever computes is told what was worth keeping the last time', async () => {
  const keep = keepAnswers<number>(1000, 10, (size) => size)
  const told: boolean[] = []
  const ask = (now: number, size: number) =>
    keep('a', now, async (isCostly) => {
      told.push(isCostly)
      return size
    })

  for (const [now, size] of [
    [0, 1],
    [1000, 0],
    [2000, 0],
    [2001, 1],
  ] as const)
    await ask(now, size)
  expect(told).toEqual([false, true, false, false])
})
