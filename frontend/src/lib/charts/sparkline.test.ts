import { expect, test } from 'vitest'
import { sparklineOf } from './sparkline.ts'

test('the line runs from left to right, the greatest value at the top, zero on the ground', () => {
  expect(sparklineOf([0, 10, 5], 100, 20)).toEqual({
    line: 'M0 20L50 0L100 10',
    area: 'M0 20L50 0L100 10L100 20L0 20Z',
  })
})

test('a quiet hour is a line on the ground', () => {
  expect(sparklineOf([0, 0], 100, 20).line).toBe('M0 20L100 20')
})

test('what nobody knows leaves the line open', () => {
  expect(sparklineOf([null, 10, 5, null, 5], 100, 20)).toEqual({
    line: 'M25 0L50 10M100 10',
    area: 'M25 0L50 10L50 20L25 20ZM100 10L100 20L100 20Z',
  })
})

test('nothing is drawn of nothing', () => {
  expect(sparklineOf([], 100, 20)).toEqual({ line: '', area: '' })
})
