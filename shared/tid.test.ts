import { expect, test } from 'vitest'
import { parseTid, tidOf } from './tid.ts'

test.each([
  ['2222222222222', 0, 0],
  ['3jzfcijpj2z2a', 1_688_137_381_887_007, 6],
  ['bzzzzzzzzzzzz', 2 ** 53 - 1, 1023],
])('%s is microsecond %d, clock %d', (text, micros, clockId) => {
  expect(parseTid(text)).toEqual({ micros, clockId })
  expect(tidOf(micros, clockId)).toBe(text)
})

test.each([
  '',
  'self',
  '3jzfcijpj2z2',
  '3jzfcijpj2z2aa',
  '3jzfcijpj2z21',
  '3JZFCIJPJ2Z2A',
  'jzzzzzzzzzzzz',
  'zzzzzzzzzzzzz',
])('%j is not a TID', (text) => {
  expect(parseTid(text)).toBeUndefined()
})

test('every time and clock id comes back from its text, and texts sort like times', () => {
  let previous = ''
  for (let step = 0; step < 2000; step++) {
    const micros = Math.floor((step / 2000) * 2 ** 53)
    const clockId = (step * 37) % 1024
    const text = tidOf(micros, clockId)
    expect(parseTid(text)).toEqual({ micros, clockId })
    expect(text > previous).toBe(true)
    previous = text
  }
})
