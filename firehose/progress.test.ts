import { expect, test } from 'vitest'
import { paceOf } from './progress.ts'

const BEFORE = { at: 1_000_000, events: 500, deadLetters: 1, heldMs: 100, timeUs: undefined }

test('the pace of a minute is its rate, lag, share of pauses and dead letters', () => {
  const after = {
    at: 1_060_000,
    events: 21_500,
    deadLetters: 3,
    heldMs: 15_100,
    timeUs: 1_050_000_000,
  }

  expect(paceOf(BEFORE, after)).toEqual({
    eventsPerSecond: 350,
    lagSeconds: 10,
    pausedPercent: 25,
    deadLetters: 2,
  })
})

test('before the first event nobody knows the lag', () => {
  expect(paceOf(BEFORE, { ...BEFORE, at: 1_060_000 }).lagSeconds).toBeNull()
})
