import { createRandom } from '@orrery/shared/random'
import { expect, test } from 'vitest'
import { HOURS, partsOf } from './collection-spans.ts'

const NONE = { hour: Number.NEGATIVE_INFINITY, day: Number.NEGATIVE_INFINITY }

test('parts lie one behind the other and are together the span', () => {
  const random = createRandom(1)
  for (let round = 0; round < 500; round++) {
    const from = 400_000 + random.below(1000)
    const to = from + random.below(1500)
    const parts = partsOf({ from, to }, NONE)
    let at = from
    for (const { step, number } of parts) {
      expect(number * HOURS[step]).toBe(at)
      at += HOURS[step]
    }
    expect(at).toBe(to)
    expect(parts.length).toBeLessThanOrEqual(2 * 23 + 2 * 6 + Math.ceil(1500 / 168))
  }
})

test('a week begins on Thursday', () => {
  const thursday = Date.UTC(2026, 10, 19) / 3_600_000
  expect(partsOf({ from: thursday, to: thursday + 168 }, NONE)).toEqual([
    { step: 'week', number: thursday / 168 },
  ])
})

test('ends older than hours and days are kept grow to days and weeks', () => {
  const week = 2400 * 168
  expect(partsOf({ from: week + 30, to: week + 50 }, { ...NONE, hour: week + 48 })).toEqual([
    { step: 'day', number: week / 24 + 1 },
    { step: 'hour', number: week + 48 },
    { step: 'hour', number: week + 49 },
  ])
  expect(partsOf({ from: week + 30, to: week + 31 }, { hour: week, day: week + 31 })).toEqual([
    { step: 'week', number: 2400 },
  ])
})
