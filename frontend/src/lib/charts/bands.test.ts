import { expect, test } from 'vitest'
import { bandsOf } from './bands.ts'

const chart = (...all: (number | null)[][]) => ({
  times: [0, 10, 20, 30],
  step: 10,
  series: all.map((values) => ({ values })),
})
const whole = { from: 0, to: 40 }
const gap = (from: number, to: number | null) => ({
  from: new Date(from).toISOString(),
  to: to === null ? null : new Date(to).toISOString(),
})

test('a gap is a band, as far as it lies within the chart', () => {
  const complete = chart([1, 2, 3, 4])
  expect(bandsOf(complete, [gap(-5, 3), gap(12, 15), gap(38, 60)], whole)).toEqual([
    { from: 0, to: 3 },
    { from: 12, to: 15 },
    { from: 38, to: 40 },
  ])
  expect(bandsOf(complete, [gap(50, 60), gap(-9, -2)], whole)).toEqual([])
})

test('a gap that goes on reaches to the end of what can be known', () => {
  expect(bandsOf(chart([1, 2, 3, null]), [gap(33, null)], { from: 0, to: 35 })).toEqual([
    { from: 30, to: 35 },
  ])
})

test('steps without any value are a band, those where one series has a value are not', () => {
  expect(bandsOf(chart([null, null, 3, null], [null, null, null, 4]), [], whole)).toEqual([
    { from: 0, to: 20 },
  ])
})

test('what overlaps or touches is one band', () => {
  expect(bandsOf(chart([1, null, 3, 4]), [gap(5, 12), gap(20, 22)], whole)).toEqual([
    { from: 5, to: 22 },
  ])
})
