import { once } from 'node:events'
import { connect as connectTcp } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { answered, connect, like, refusal, serveLog, until } from './fixtures.ts'
import type { Fault } from './jetstream-faults.ts'

const FIRST = 1e15
const timesOf = (lines: string[]) => lines.map((line) => JSON.parse(line).time_us - FIRST)

test.each([
  ['cut', { do: 'cut' }, 1006, ''],
  ['closed', { do: 'close' }, 1001, ''],
  ['closed with a reason', { do: 'close', code: 1012, reason: 'restart' }, 1012, 'restart'],
] satisfies [string, Fault, number, string][])(
  'clients that are %s can come back with their cursor',
  async (_title, fault, code, reason) => {
    await using log = await serveLog([like(FIRST), like(FIRST + 1)])
    await using client = await connect(log.server.url, '?cursor=0')
    await client.received(2)
    log.server.inflict(fault)
    expect(await client.closed).toBe(code)
    expect(client.reason).toBe(reason)
    await using again = await connect(log.server.url, `?cursor=${FIRST + 1}`)

    expect(timesOf(await again.received(1))).toEqual([1])
  },
)

test.each(['ConsumerTooSlow', 'InternalError'])(
  'a stream of v2 that fails ends with the frame %s, one of v1 without a word',
  async (error) => {
    await using log = await serveLog()
    await using old = await connect(log.server.url)
    await using client = await connect(log.server.urlV2)
    log.server.inflict({ do: 'fail', error, message: 'reconnect' })

    await client.closed
    expect(client.lines.map((line) => JSON.parse(line))).toEqual([
      { $type: 'error', error, message: 'reconnect' },
    ])
    expect(await old.closed).toBe(1006)
    expect(old.lines).toEqual([])
  },
)

test('who comes while the server refuses is told 503, in the words of the wire', async () => {
  await using log = await serveLog()
  await using client = await connect(log.server.url)
  log.server.inflict({ do: 'refuse' })
  const dictionary = `http://127.0.0.1:${log.server.port}/xrpc/network.bsky.jetstream.getZstdDictionary`

  expect(await refusal(log.server.url)).toMatchObject({ status: 503 })
  const { status, body } = await refusal(log.server.urlV2)
  expect(status).toBe(503)
  expect(JSON.parse(body)).toMatchObject({ error: 'ServiceUnavailable' })
  expect((await fetch(dictionary)).status).toBe(503)
  log.source.append([like(FIRST)])
  expect(await client.received(1)).toHaveLength(1)
  log.server.inflict({ do: 'serve' })
  await using again = await connect(log.server.url)
  expect(again.socket.readyState).toBe(1)
})

test('a silent server answers pings and handshakes, and catches up afterwards', async () => {
  await using log = await serveLog([like(FIRST)])
  await using client = await connect(log.server.url, '?cursor=0')
  await client.received(1)
  log.server.inflict({ do: 'silence' })
  await using late = await connect(log.server.url, '?cursor=0')
  log.source.append([like(FIRST + 1)])
  await answered(client)
  await answered(late)
  expect([client.lines.length, late.lines.length]).toEqual([1, 0])
  log.server.inflict({ do: 'serve' })

  expect(timesOf(await client.received(2))).toEqual([0, 1])
  expect(timesOf(await late.received(2))).toEqual([0, 1])
})

test('a stalled server takes connections and answers none, until it goes on', async () => {
  await using log = await serveLog([like(FIRST)])
  await using client = await connect(log.server.url, '?cursor=0')
  await client.received(1)
  log.server.inflict({ do: 'stall' })
  log.source.append([like(FIRST + 1)])
  const pong = answered(client)
  const late = connect(log.server.url, '?cursor=0')
  const tcp = connectTcp(log.server.port, '127.0.0.1')
  await once(tcp, 'connect')
  tcp.destroy()
  const waited = Symbol()
  expect(await Promise.race([pong, late, sleep(200, waited)])).toBe(waited)
  expect(client.lines).toHaveLength(1)
  log.server.inflict({ do: 'serve' })

  await pong
  expect(timesOf(await client.received(2))).toEqual([0, 1])
  await using opened = await late
  expect(timesOf(await opened.received(2))).toEqual([0, 1])
})

test('a stalled client can be cut', async () => {
  await using log = await serveLog()
  await using client = await connect(log.server.url)
  log.server.inflict({ do: 'stall' })
  log.server.inflict({ do: 'cut' })

  expect(await client.closed).toBe(1006)
  await until(() => log.readerCount() === 0)
})

test('a stalled server can be closed, and lets nobody in any more', async () => {
  const log = await serveLog()
  log.server.inflict({ do: 'stall' })
  const late = Promise.allSettled([refusal(log.server.url), connect(log.server.urlV2)])
  await once(connectTcp(log.server.port, '127.0.0.1').end(), 'close')
  await log[Symbol.asyncDispose]()

  // The first is refused where it reached the server in time.
  expect((await late)[1]).toMatchObject({ status: 'rejected' })
})

test('a clock that jumps changes later events alone, for all who read them', async () => {
  await using log = await serveLog([like(FIRST), like(FIRST + 1)])
  await using client = await connect(log.server.url, '?cursor=0')
  log.server.inflict({ do: 'jumpClock', byUs: 500 })
  log.source.append([like(FIRST + 2)])
  log.server.inflict({ do: 'jumpClock', byUs: -600 })
  log.source.append([like(FIRST + 200), like(FIRST + 300)])
  const times = [0, 1, 502, 100, 200]
  expect(timesOf(await client.received(5))).toEqual(times)
  await using again = await connect(log.server.url, '?cursor=0')
  expect(timesOf(await again.received(5))).toEqual(times)

  const [first, second] = await Promise.all(
    [50, 503].map((time) => connect(log.server.url, `?cursor=${FIRST + time}`)),
  )
  await using fromJump = first as NonNullable<typeof first>
  await using live = second as NonNullable<typeof second>
  log.source.append([like(FIRST + 1000)])
  expect(timesOf(await fromJump.received(4))).toEqual([502, 100, 200, 400 + 500])
  expect(timesOf(await live.received(1))).toEqual([900])
})

test('a server in another process is told over HTTP', async () => {
  await using log = await serveLog()
  await using client = await connect(log.server.url)
  const tell = (body: unknown) =>
    fetch(`http://127.0.0.1:${log.server.port}/demo/faults`, {
      method: 'POST',
      body: JSON.stringify(body),
    })

  expect((await tell({ do: 'explode' })).status).toBe(400)
  expect((await tell({ do: 'stall' })).status).toBe(204)
  expect((await tell({ do: 'serve' })).status).toBe(204)
  expect((await tell({ do: 'cut' })).status).toBe(204)
  expect(await client.closed).toBe(1006)
})
