import { expect, test } from 'vitest'
import { spanOf } from './span.ts'

test.each([
  [1, 'one hour'],
  [48, '48 hours'],
  [100, '100 hours'],
  [168, '7 days'],
])('%d hours are %s', (hours, words) => {
  expect(spanOf(hours)).toBe(words)
})
