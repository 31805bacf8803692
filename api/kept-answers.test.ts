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
