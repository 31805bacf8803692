import { expect, test } from 'vitest'
import { addressesIn, isRedisUrl } from './redis-address.ts'

test.each([
  ['redis://127.0.0.1:6379', ['redis://127.0.0.1:6379']],
  ['redis://one:1,two:2', ['redis://one:1', 'redis://two:2']],
  ['rediss://me:a%2Cb@one,[::1]:2/', ['rediss://me:a%2Cb@one', 'rediss://me:a%2Cb@[::1]:2']],
  ['redis://me:a,b@one:1', ['redis://me:a,b@one:1']],
  ['unix:///run/a,b.sock', ['unix:///run/a,b.sock']],
])('%s names %j', (url, addresses) => {
  expect(addressesIn(url)).toEqual(addresses)
  expect(isRedisUrl(url)).toBe(true)
})

test.each([
  '',
  '127.0.0.1:6379',
  'redis://',
  'redis://one:1,',
  'redis://one:1,redis://two:2',
  'redis://one:1,two:port',
  'http://one:1,two:2',
])('%s is no address of Redis', (text) => {
  expect(isRedisUrl(text)).toBe(false)
})
