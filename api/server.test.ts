import { once } from 'node:events'
import type { IncomingMessage, RequestListener } from 'node:http'
import { createConnection } from 'node:net'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { serve } from './server.ts'

const SOON = { headers: 100, request: 200, idle: 300 }
const answer: RequestListener = (_, response) => response.end('yes')

async function startServer(handler: RequestListener) {
  const server = await serve(handler, { host: '127.0.0.1', port: 0, timeouts: SOON })
  const port = Number(new URL(server.url).port)
  return { ...server, connect: () => createConnection(port, '127.0.0.1') }
}

test.each([
  ['never speaks', ''],
  ['never ends its headers', 'GET / HTTP/1.1\r\nHost: a\r\nX-Slow: '],
])('a client that %s is not waited for', async (_, begin) => {
  await using server = await startServer(answer)
  const socket = server.connect()
  socket.write(begin)
  const drip = setInterval(() => begin && socket.writable && socket.write('a'), 20)

  const told = await text(socket)
  clearInterval(drip)
  expect(told).toMatch(/^HTTP\/1\.1 408 /)
  expect(told).toContain('"error":"RequestTimeout"')
})

test('a body that never ends is not waited for', async () => {
  const read = async (request: IncomingMessage) => void (await text(request).catch(() => {}))
  await using server = await startServer(read)
  const socket = server.connect()
  socket.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n')
  const drip = setInterval(() => socket.writable && socket.write('a'), 20)

  expect(await text(socket)).toMatch(/^HTTP\/1\.1 408 /)
  clearInterval(drip)
})

test('a client that does not read its answer is let go', async () => {
  const ended = Promise.withResolvers<void>()
  await using server = await startServer((_, response) => {
    response.on('close', ended.resolve)
    response.write(Buffer.alloc(64 * 2 ** 20))
  })
  const socket = server.connect()
  socket.on('error', () => {})
  socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n')
  socket.pause()

  await ended.promise
  socket.destroy()
})

test.each([
  ['headers of 40 kB', `GET / HTTP/1.1\r\nHost: a\r\nX: ${'a'.repeat(40_000)}\r\n\r\n`, 431],
  ['an address of 40 kB', `GET /${'a'.repeat(40_000)} HTTP/1.1\r\nHost: a\r\n\r\n`, 431],
  ['an address with a NUL byte', 'GET /\0 HTTP/1.1\r\nHost: a\r\n\r\n', 400],
  [
    'two lengths',
    'GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n',
    400,
  ],
  ['a line of another protocol', '\u0016\u0003\u0001\u0002', 400],
])('%s is told so as JSON', async (_, request, status) => {
  await using server = await startServer(answer)
  const socket = server.connect()
  socket.end(request)

  const [head = '', body = ''] = (await text(socket)).split('\r\n\r\n')
  expect(head).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
  expect(head).toContain('Access-Control-Allow-Origin: *')
  expect(Object.keys(JSON.parse(body))).toEqual(['error', 'message'])
})

test('what follows a good request is told as well', async () => {
  await using server = await startServer(answer)
  const socket = server.connect()
  socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n')
  await once(socket, 'data')
  socket.end(`GET /${'a'.repeat(40_000)} HTTP/1.1\r\nHost: a\r\n\r\n`)

  expect(await text(socket)).toMatch(/^HTTP\/1\.1 431 /)
})

test('a client that comes again within a minute finds its connection open', async () => {
  await using server = await startServer(answer)
  const socket = server.connect()
  for (let call = 0; call < 3; call++) {
    socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n')
    const [said] = await once(socket, 'data')
    expect(String(said)).toMatch(/^HTTP\/1\.1 200 /)
    await sleep(400)
  }
  socket.destroy()
})
