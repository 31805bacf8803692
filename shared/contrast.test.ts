import { expect, test } from 'vitest'
import { type Colour, contrastOf, mixOf, parseColour } from './contrast.ts'

test.each([
  ['#1D428A', '#1d428a'],
  ['fc2', '#ffcc22'],
  ['000000', '#000000'],
  ['#12345', undefined],
  ['red', undefined],
  ['##fff', undefined],
  ['#ffff', undefined],
  ['', undefined],
])('the colour %j is read as %s', (text, colour) => {
  expect(parseColour(text)).toBe(colour)
})

test.each<[Colour, Colour, number]>([
  ['#000000', '#ffffff', 21],
  ['#ffffff', '#ffffff', 1],
  ['#777777', '#ffffff', 4.48],
  ['#ffffff', '#767676', 4.54],
  ['#0000ff', '#ffffff', 8.59],
])('%s on %s has the contrast %d', (one, other, contrast) => {
  expect(contrastOf(one, other)).toBeCloseTo(contrast, 2)
})

test('a mixture lies between its two colours', () => {
  expect(mixOf('#000000', '#ff8000', 0)).toBe('#000000')
  expect(mixOf('#000000', '#ff8000', 0.5)).toBe('#804000')
  expect(mixOf('#000000', '#ff8000', 1)).toBe('#ff8000')
})
