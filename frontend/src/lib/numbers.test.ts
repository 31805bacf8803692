import { expect, test } from 'vitest'
import { formatCount, formatQuantity, formatRoughly } from './numbers.ts'

test.each([
  [0, '0', '0'],
  [1234, '1,234', '1,234'],
  [999_999, '999,999', '999,999'],
  [1_000_000, '1,000,000', '1M'],
  [24_642_844, '24,642,844', '24.6M'],
])('%d is written %s, and roughly %s', (count, exact, rough) => {
  expect(formatCount(count)).toBe(exact)
  expect(formatRoughly(count)).toBe(rough)
})

test.each([
  [0, '0 accounts'],
  [1, '1 account'],
  [1200, '1,200 accounts'],
])('%d of them are %s', (count, written) => {
  expect(formatQuantity(count, 'account', 'accounts')).toBe(written)
})
