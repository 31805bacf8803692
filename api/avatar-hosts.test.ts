import { expect, test } from 'vitest'
import { isPublicAddress, parseAvatarHosts } from './avatar-hosts.ts'

test('hosts are meant by https, and origins as they are', () => {
  const hosts = parseAvatarHosts('cdn.example, http://127.0.0.1:6010,https://[::1]:8443, localhost')

  expect(hosts && Object.fromEntries(hosts)).toEqual({
    'https://cdn.example': { mayBePrivate: false },
    'http://127.0.0.1:6010': { mayBePrivate: true },
    'https://[::1]:8443': { mayBePrivate: true },
    'https://localhost': { mayBePrivate: true },
  })
  expect(parseAvatarHosts('')?.size).toBe(0)
})

test.each([
  'ftp://cdn.example',
  'https://cdn.example/img',
  'https://name:word@cdn.example',
  'cdn.example?x',
  'not a host',
  'https://',
])('%j is no host', (text) => {
  expect(parseAvatarHosts(text)).toBeUndefined()
})

test.each([
  ...['127.0.0.1', '10.1.2.3', '172.16.0.1', '172.31.255.255', '192.168.1.1', '169.254.169.254'],
  ...['0.0.0.0', '100.64.0.1', '198.18.0.1', '224.0.0.1', '255.255.255.255', '192.0.2.1'],
  ...['::', '::1', 'fe80::1', 'fc00::1', 'fd12::1', 'ff02::1', '2001:db8::1', '2002:7f00:1::'],
  ...['::ffff:127.0.0.1', '::ffff:8.8.8.8', '64:ff9b::7f00:1', 'localhost', ''],
])('%j is not public', (address) => {
  expect(isPublicAddress(address)).toBe(false)
})

test.each(['8.8.8.8', '172.32.0.1', '104.16.1.1', '2606:4700::6810:84e5', '2a00:1450::1'])(
  '%s is public',
  (address) => {
    expect(isPublicAddress(address)).toBe(true)
  },
)
