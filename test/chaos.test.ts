import { expect, test } from 'vitest'
import { runChaos } from '../chaos/chaos.ts'

const LIMIT = 900_000

test('whatever is killed, cut, stalled or filled up: in the end the index is what a recount says', {
  timeout: LIMIT,
}, async () => {
  const short = { seed: 2, seconds: 50, rate: 1000, accounts: 600, say: console.log }
  const { findings, faults, interactions } = await runChaos(short)
  expect(findings).toEqual([])
  expect(faults.length).toBeGreaterThan(3)
  expect(interactions).toBeGreaterThan(10_000)
})
