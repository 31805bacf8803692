import { expect, test } from 'vitest'
import { CENTRE, stepFrom } from './orbit-steps.ts'

const SIZES = [10, 20]

test.each([
  [{ orbit: 0, place: 0 }, 'ArrowRight', { orbit: 0, place: 1 }],
  [{ orbit: 0, place: 0 }, 'ArrowLeft', { orbit: 0, place: 9 }],
  [{ orbit: 1, place: 19 }, 'ArrowRight', { orbit: 1, place: 0 }],
  [{ orbit: 1, place: 7 }, 'Home', { orbit: 1, place: 0 }],
  [{ orbit: 1, place: 7 }, 'End', { orbit: 1, place: 19 }],
  [{ orbit: 0, place: 5 }, 'ArrowUp', { orbit: 1, place: 9 }],
  [{ orbit: 1, place: 9 }, 'ArrowDown', { orbit: 0, place: 5 }],
  [{ orbit: 1, place: 19 }, 'ArrowDown', { orbit: 0, place: 0 }],
  [{ orbit: 0, place: 4 }, 'ArrowDown', CENTRE],
  [CENTRE, 'ArrowUp', { orbit: 0, place: 0 }],
  [CENTRE, 'ArrowRight', CENTRE],
])('from %j %s leads to %j', (from, key, to) => {
  expect(stepFrom(from, key, SIZES)).toEqual(to)
})

test('there is nothing beyond the last orbit, below the centre, nor for other keys', () => {
  expect(stepFrom({ orbit: 1, place: 3 }, 'ArrowUp', SIZES)).toBeUndefined()
  expect(stepFrom(CENTRE, 'ArrowDown', SIZES)).toBeUndefined()
  expect(stepFrom(CENTRE, 'ArrowUp', [0])).toBeUndefined()
  expect(stepFrom({ orbit: 0, place: 0 }, 'Enter', SIZES)).toBeUndefined()
})
