import type { RequestListener } from 'node:http'
import { expect, test } from 'vitest'
import { AvatarError, fetchAvatar } from './avatar-fetch.ts'
import { parseAvatarHosts } from './avatar-hosts.ts'
import { startImages } from './testing-images.ts'

const LIMITS = { bytes: 1000, patience: 300 }
const JPEG = { 'content-type': 'image/jpeg' }

/** How many bytes come from a server that answers so, or why none do. */
async function outcomeOf(answer: RequestListener): Promise<number | string> {
  await using images = await startImages(answer)
  const hosts = parseAvatarHosts(images.url) ?? new Map()
  try {
    return (await fetchAvatar(`${images.url}/a.jpg`, { hosts, ...LIMITS })).length
  } catch (error) {
    if (error instanceof AvatarError) return error.message
    throw error
  }
}

test('an image comes as it is', async () => {
  expect(
    await outcomeOf((_, response) => response.writeHead(200, JPEG).end('x'.repeat(1000))),
  ).toBe(1000)
})

test.each<[string, RequestListener, string | RegExp]>([
  [
    'says that it is too large',
    (_, response) => response.writeHead(200, { ...JPEG, 'content-length': 1001 }).flushHeaders(),
    'it is too large',
  ],
  [
    'is too large and does not say so',
    (_, response) => void response.writeHead(200, JPEG).end('x'.repeat(100_000)),
    'it is too large',
  ],
  [
    'never ends',
    (_, response) => {
      response.writeHead(200, JPEG)
      const timer = setInterval(() => response.write('x'), 20)
      response.on('close', () => clearInterval(timer))
    },
    /gives no answer/,
  ],
  ['never begins', () => {}, /gives no answer/],
  ['hangs up', (request) => request.socket.destroy(), /gives no answer/],
  [
    'breaks off',
    (_, response) => {
      response.writeHead(200, { ...JPEG, 'content-length': 900 }).write('x')
      response.destroy()
    },
    /gives no answer/,
  ],
  [
    'leads elsewhere',
    (_, response) => void response.writeHead(302, { location: 'http://127.0.0.1:6379/' }).end(),
    'its host answers 302',
  ],
  [
    'is a page',
    (_, response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<p>'),
    'it is text/html',
  ],
  [
    'is a drawing',
    (_, response) =>
      void response.writeHead(200, { 'content-type': 'image/svg+xml' }).end('<svg/>'),
    'it is image/svg+xml',
  ],
  ['is of no type', (_, response) => void response.writeHead(200).end('x'), 'it is of no type'],
  [
    'is not there',
    (_, response) => void response.writeHead(404, JPEG).end(),
    'its host answers 404',
  ],
])('an image that %s is refused', async (_, answer, message) => {
  expect(await outcomeOf(answer)).toMatch(message)
})

test.each([
  ['https://elsewhere.example/a.jpg', 'https://cdn.example'],
  ['http://cdn.example/a.jpg', 'https://cdn.example'],
  ['https://cdn.example:8443/a.jpg', 'https://cdn.example'],
  ['https://cdn.example.evil.example/a.jpg', 'https://cdn.example'],
  ['file:///etc/passwd', 'https://cdn.example'],
  ['data:image/png;base64,AA', 'https://cdn.example'],
  ['not an address', 'https://cdn.example'],
  ['https://name:word@cdn.example/a.jpg', 'https://cdn.example'],
])('%s is not asked for where only %s may be', async (address, host) => {
  const hosts = parseAvatarHosts(host) ?? new Map()

  await expect(fetchAvatar(address, { hosts, ...LIMITS })).rejects.toThrow(AvatarError)
})

test('a name that leads to a private address is not followed there', async () => {
  await using images = await startImages(
    (_, response) => void response.writeHead(200, JPEG).end('x'),
  )
  const origin = images.url.replace('127.0.0.1', 'localhost')
  const asked = (mayBePrivate: boolean) =>
    fetchAvatar(`${origin}/a.jpg`, { hosts: new Map([[origin, { mayBePrivate }]]), ...LIMITS })

  await expect(asked(false)).rejects.toThrow('its host has a private address')
  expect(images.asked).toEqual([])
  expect((await asked(true)).length).toBe(1)
})
