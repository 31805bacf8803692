import { expect, test } from 'vitest'
import { callerAddressOf, isLoopback } from './caller-address.ts'

test.each([
  ['203.0.113.9', '203.0.113.9'],
  [' 203.0.113.9 ', '203.0.113.9'],
  ['::ffff:203.0.113.9', '203.0.113.9'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:DB8:1:2::', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['1:2::3.4.5.6', '1:2:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['::', '0:0:0:0::/64'],
  ['::1', '::1'],
  ['', undefined],
  ['unknown', undefined],
  ['203.0.113.9:443', undefined],
  ['203.0.113', undefined],
  ['2001:db8::/64', undefined],
  ['[2001:db8::1]', undefined],
])('%s is counted as %s', (address, expected) => {
  expect(callerAddressOf(address)).toBe(expected)
})

test.each([
  ['127.0.0.1', true],
  ['127.8.8.8', true],
  ['::1', true],
  ['128.0.0.1', false],
  ['0:0:0:0::/64', false],
])('%s is of this machine: %s', (address, expected) => {
  expect(isLoopback(address)).toBe(expected)
})
