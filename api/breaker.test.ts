import { expect, test } from 'vitest'
import { createBreaker } from './breaker.ts'

function startBreaker() {
  const said: string[] = []
  const state = { now: 1000, calls: 0, fails: false }
  const whenThere = createBreaker({
    rest: 100,
    clock: () => state.now,
    onOutage: () => said.push('outage'),
    onReturn: () => said.push('return'),
  })
  const ask = () =>
    whenThere(async () => {
      state.calls++
      if (state.fails) throw new Error('away')
      return 'answer'
    })
  return { state, said, ask }
}

test('whoever has failed is left alone for a while', async () => {
  const { state, ask } = startBreaker()
  expect(await ask()).toBe('answer')

  state.fails = true
  await expect(ask()).rejects.toThrow('away')
  state.now += 99
  await expect(ask()).rejects.toThrow('away')
  expect(state.calls).toBe(2)

  state.now += 1
  await expect(ask()).rejects.toThrow('away')
  expect(state.calls).toBe(3)
})

test('an outage is told once, and its end', async () => {
  const { state, said, ask } = startBreaker()
  state.fails = true
  for (let time = 0; time < 3; time++) {
    await expect(Promise.all([ask(), ask()])).rejects.toThrow('away')
    state.now += 200
  }
  expect(said).toEqual(['outage'])

  state.fails = false
  expect(await ask()).toBe('answer')
  expect(await ask()).toBe('answer')
  expect(said).toEqual(['outage', 'return'])
})
