import { expect, test } from 'vitest'
import { privacy } from '#lib/words/en/privacy.ts'
import { spanOf } from './span.ts'

test.each([
  [1, 'one hour'],
  [48, '48 hours'],
  [100, '100 hours'],
  [168, '7 days'],
])('%d hours are %s', (hours, shown) => {
  expect(spanOf(hours, privacy)).toBe(shown)
})
