import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { serveJetstream } from '../demo/jetstream-server.ts'
import { createMemoryLog } from '../demo/memory-log.ts'
import { createBrake } from './brake.ts'
import { serveQuietly } from './fixtures.ts'
import { listen } from './listen.ts'

const LONG_MS = 600_000

function listenTo(
  address: string,
  { idleMs = LONG_MS, holdAtFirst = false, arePingsLife = false } = {},
) {
  const brake = createBrake(() => {}, Date.now)
  const stop = new AbortController()
  const frames: string[] = []
  const opened = Promise.withResolvers<void>()
  const ending = listen(
    {
      address,
      protocols: [],
      idleMs,
      arePingsLife,
      brake,
      now: Date.now,
      onOpen: () => opened.resolve(),
      onFrame: (frame) => {
        frames.push(frame.toString())
        if (holdAtFirst) brake.hold('redis')
      },
    },
    stop.signal,
  )
  return { brake, stop, frames, opened: opened.promise, ending }
}

test('frames come in their order until the server closes, and its reason is told', async () => {
  await using server = await serveQuietly()
  const { frames, ending } = listenTo(server.url)
  const client = await server.nextClient()
  for (const frame of ['one', 'two', 'three']) client.send(frame)
  client.close(1012, 'restarting')

  expect(await ending).toMatchObject({ events: 3, reason: 'closed with 1012 restarting' })
  expect(frames).toEqual(['one', 'two', 'three'])
})

test('a server that falls silent is left', async () => {
  await using server = await serveQuietly()
  const { ending } = listenTo(server.url, { idleMs: 50 })
  const client = await server.nextClient()
  client.send('one')
  const left = once(client, 'close')

  expect(await ending).toMatchObject({
    events: 1,
    reason: 'no event for 0.05 seconds',
    isSilent: true,
  })
  await left
})

test('pings of a server are signs of life where that is so agreed', async () => {
  await using server = await serveQuietly()
  const { stop, frames, ending } = listenTo(server.url, { idleMs: 2000, arePingsLife: true })
  const client = await server.nextClient()
  for (let pings = 0; pings < 60; pings++) {
    client.ping()
    await sleep(50)
  }
  client.send('one')
  await expect.poll(() => frames).toEqual(['one'])
  stop.abort()

  expect(await ending).toMatchObject({ isSilent: false, reason: 'told to stop' })
})

test('while the brake is held nothing is read, and silence is no reason to leave', async () => {
  await using server = await serveQuietly()
  const { brake, frames, opened, ending } = listenTo(server.url, { idleMs: 50 })
  const client = await server.nextClient()
  await opened
  brake.hold('redis')
  client.send('one')
  await sleep(300)
  expect(frames).toEqual([])
  expect(client.readyState).toBe(client.OPEN)
  brake.release('redis')

  expect(await ending).toMatchObject({ events: 1, reason: 'no event for 0.05 seconds' })
})

test('a brake that is held when the connection opens is heeded', async () => {
  await using server = await serveQuietly()
  const { brake, stop, frames, opened, ending } = listenTo(server.url)
  brake.hold('indexer')
  const client = await server.nextClient()
  await opened
  client.send('one')
  await sleep(100)
  expect(frames).toEqual([])
  brake.release('indexer')
  await expect.poll(() => frames).toEqual(['one'])
  stop.abort()
  await ending
})

test('what still comes after the brake is held is no more than the socket had read', async () => {
  await using server = await serveQuietly()
  const { brake, stop, frames, ending } = listenTo(server.url, { holdAtFirst: true })
  const client = await server.nextClient()
  for (let sent = 0; sent < 500; sent++) client.send('x'.repeat(100_000))
  await expect.poll(() => brake.isHeld()).toBe(true)
  await sleep(200)

  expect(frames.length).toBeLessThan(5)
  expect(client.bufferedAmount).toBeGreaterThan(0)
  stop.abort()
  await ending
})

test('the signal ends a connection, also one that is held', async () => {
  await using server = await serveQuietly()
  const { brake, stop, opened, ending } = listenTo(server.url)
  await opened
  brake.hold('redis')
  stop.abort()

  expect(await ending).toMatchObject({ events: 0, reason: 'told to stop' })
})

test('a refused handshake is told with its status and what the server said', async () => {
  await using server = await serveJetstream({ port: 0, source: createMemoryLog(10) })
  const { ending } = listenTo(`${server.url}?cursor=yesterday`)

  expect(await ending).toMatchObject({
    events: 0,
    livedMs: 0,
    refusal: undefined,
    reason: expect.stringMatching(/^refused with 400: cursor must be .*"yesterday"$/),
  })
})

test.each(['127.0.0.1', 'localhost'])(
  'a server that is not there is an outcome too: %s',
  async (host) => {
    const { ending } = listenTo(`ws://${host}:1/subscribe`)

    expect(await ending).toMatchObject({
      events: 0,
      livedMs: 0,
      reason: expect.stringContaining('ECONNREFUSED'),
    })
  },
)
