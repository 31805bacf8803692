import { expect, test } from 'vitest'
import type { WebSocket } from 'ws'
import { commit, connect, identity, like, refusal } from './fixtures.ts'
import { serveJetstream } from './jetstream-server.ts'
import { createMemoryLog } from './memory-log.ts'

const ANNA = 'did:plc:aaaaaaaaaaaaaaaaaaaaaaaa'
const BELA = 'did:plc:bbbbbbbbbbbbbbbbbbbbbbbb'
const END = 'did:plc:eeeeeeeeeeeeeeeeeeeeeeee'

async function serveLog(capacity = 1000) {
  const source = createMemoryLog(capacity)
  const server = await serveJetstream({ port: 0, source })
  return { source, server, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() }
}

const MIXED = [
  commit(100, ANNA, 'app.bsky.feed.like'),
  commit(200, BELA, 'app.bsky.feed.post', 'x'.repeat(500)),
  commit(300, ANNA, 'sh.tangled.feed.star'),
  identity(400, BELA),
]

test('a cursor replays from its event on, and the live tail follows without a gap', async () => {
  await using log = await serveLog()
  log.source.append([like(100), like(200), like(300)])
  await using client = await connect(log.server.url, '?cursor=200')
  await client.received(2)
  log.source.append([like(400)])

  expect(await client.received(3)).toEqual(
    [like(200), like(300), like(400)].map(({ line }) => line),
  )
})

test.each(['', '?cursor=', '?cursor=9999999999999999'])(
  'with the query %j the tail begins with the next event',
  async (query) => {
    await using log = await serveLog()
    log.source.append([like(100)])
    await using client = await connect(log.server.url, query)
    while (log.server.clientCount() === 0) await new Promise(setImmediate)
    log.source.append([like(200)])

    expect(await client.received(1)).toEqual([like(200).line])
  },
)

test.each([
  ['a collection; identity events always come', '&wantedCollections=app.bsky.feed.like', [0, 3]],
  ['a prefix', '&wantedCollections=app.bsky.*', [0, 1, 3]],
  [
    'a prefix and a collection',
    '&wantedCollections=app.bsky.feed.*&wantedCollections=sh.tangled.feed.star',
    [0, 1, 2, 3],
  ],
  ['an account, for every kind of event', `&wantedDids=${BELA}&wantedDids=${END}`, [1, 3]],
  [
    'an account and a collection',
    `&wantedDids=${ANNA}&wantedDids=${END}&wantedCollections=sh.tangled.*`,
    [2],
  ],
  ['a size', '&maxMessageSizeBytes=400', [0, 2, 3]],
  ['a size that is none', '&maxMessageSizeBytes=-5', [0, 1, 2, 3]],
])('a client can ask for %s', async (_title, query, expected) => {
  await using log = await serveLog()
  log.source.append([...MIXED, identity(500, END)])
  await using client = await connect(log.server.url, `?cursor=0${query}`)
  const lines = await client.received(expected.length + 1)

  expect(lines).toEqual([...expected.map((index) => MIXED[index]?.line), identity(500, END).line])
})

test.each([
  ['cursor=yesterday', 'cursor'],
  ['cursor=-5', 'cursor'],
  ['wantedCollections=app.bsky.fo*', 'app.bsky.fo*'],
  ['wantedCollections=like', 'like'],
  ['wantedDids=anna.test', 'anna.test'],
])('a handshake with %s is refused with 400 and a sentence', async (query, word) => {
  await using log = await serveLog()
  const { status, body } = await refusal(`${log.server.url}?${query}`)

  expect(status).toBe(400)
  expect(body).toContain(word)
})

test('101 collections or 10,001 accounts are refused, as many as are allowed are not', async () => {
  await using log = await serveLog()
  const query = (name: string, count: number, value: (at: number) => string) =>
    `${log.server.url}?${Array.from({ length: count }, (_, at) => `${name}=${value(at)}`).join('&')}`
  const collections = (count: number) => query('wantedCollections', count, (at) => `a.b.c${at}`)
  const accounts = (count: number) => query('wantedDids', count, (at) => `did:plc:${at}`)

  expect(await refusal(collections(101))).toMatchObject({ status: 400 })
  expect(await refusal(accounts(10_001))).toMatchObject({ status: 400 })
  await using few = await connect(collections(100))
  await using many = await connect(accounts(10_000))
  await using same = await connect(query('wantedCollections', 101, () => 'a.b.c'))
  expect([few, many, same].map(({ socket }) => socket.readyState)).toEqual([1, 1, 1])
})

test('an options_update replaces all filters, and unknown messages change nothing', async () => {
  await using log = await serveLog()
  await using client = await connect(log.server.url, `?cursor=0&wantedDids=${ANNA}`)
  log.source.append([like(100, ANNA)])
  await client.received(1)
  client.socket.send(JSON.stringify({ type: 'heartbeat', payload: 'x' }))
  client.socket.send(
    JSON.stringify({
      type: 'options_update',
      payload: { wantedCollections: ['app.bsky.feed.post'] },
    }),
  )
  await answered(client.socket)
  log.source.append([like(200, ANNA), commit(300, BELA, 'app.bsky.feed.post')])

  expect(await client.received(2)).toEqual([
    like(100, ANNA).line,
    commit(300, BELA, 'app.bsky.feed.post').line,
  ])
})

test('with requireHello nothing is sent before the first valid update', async () => {
  await using log = await serveLog()
  log.source.append([like(100, ANNA), like(200, BELA)])
  await using client = await connect(log.server.url, '?cursor=0&requireHello=true')
  await answered(client.socket)
  expect(client.lines).toEqual([])
  client.socket.send(JSON.stringify({ type: 'options_update', payload: { wantedDids: [BELA] } }))

  expect(await client.received(1)).toEqual([like(200, BELA).line])
})

test.each([
  ['no JSON', 1007],
  ['[]', 1007],
  ['{"type":"options_update"}', 1007],
  ['{"type":"options_update","payload":{"wantedDids":"did:plc:x"}}', 1007],
  ['{"type":"options_update","payload":{"maxMessageSizeBytes":"big"}}', 1007],
  ['{"type":"options_update","payload":{"wantedCollections":["app.bsky.fo*"]}}', 1008],
  ['{"type":"options_update","payload":{"wantedDids":["anna.test"]}}', 1008],
])('the message %s ends the connection with %i', async (message, code) => {
  await using log = await serveLog()
  await using client = await connect(log.server.url)
  client.socket.send(message)

  expect(await client.closed).toBe(code)
})

test('a client that does not read makes nothing grow, and gets every event when it reads again', async () => {
  await using log = await serveLog(30_000)
  await using client = await connect(log.server.url, '?cursor=0')
  client.socket.pause()
  const events = Array.from({ length: 20_000 }, (_, at) =>
    commit(at + 1, ANNA, 'app.bsky.feed.post', 'x'.repeat(1000)),
  )
  log.source.append(events)
  await using quick = await connect(log.server.url, '?cursor=0')
  await quick.received(events.length)

  expect(log.server.bufferedBytes()).toBeGreaterThan(0)
  expect(log.server.bufferedBytes()).toBeLessThan(3_000_000)
  client.socket.resume()
  await client.received(events.length)
  expect(client.lines).toEqual(events.map(({ line }) => line))
})

test('a client that the log has left behind is cut, not led over the gap', async () => {
  await using log = await serveLog(1000)
  await using client = await connect(log.server.url, '?cursor=0')
  client.socket.pause()
  for (let round = 0; round < 20; round++) {
    log.source.append(
      Array.from({ length: 1000 }, (_, at) =>
        commit(round * 1000 + at, ANNA, 'app.bsky.feed.post', 'x'.repeat(2000)),
      ),
    )
    await new Promise(setImmediate)
  }
  client.socket.resume()

  expect(await client.closed).toBe(1006)
  const times = client.lines.map((line) => JSON.parse(line).time_us)
  expect(times).toEqual(times.map((_, at) => at))
})

test('a message of more than 10,000,000 bytes ends the connection', async () => {
  await using log = await serveLog()
  await using client = await connect(log.server.url)
  client.socket.send('x'.repeat(10_000_001))

  expect(await client.closed).toBe(1009)
})

test('with its client the reading of the log ends, also in the middle of a wait', async () => {
  const log = createMemoryLog(30_000)
  log.append(
    Array.from({ length: 20_000 }, (_, at) =>
      commit(at, ANNA, 'app.bsky.feed.post', 'x'.repeat(1000)),
    ),
  )
  const ended = Promise.withResolvers<void>()
  const source = {
    ...log,
    async *read(seq: number, signal: AbortSignal) {
      try {
        yield* log.read(seq, signal)
      } finally {
        ended.resolve()
      }
    },
  }
  await using server = await serveJetstream({ port: 0, source })
  await using client = await connect(server.url, '?cursor=0')
  client.socket.pause()
  while (server.bufferedBytes() < 1_000_000) await new Promise(setImmediate)
  server.inflict({ do: 'cut' })

  await expect(ended.promise).resolves.toBeUndefined()
})

test('dropped clients are gone at once and can come back with their cursor', async () => {
  await using log = await serveLog()
  log.source.append([like(100), like(200)])
  await using client = await connect(log.server.url, '?cursor=100')
  await client.received(2)
  log.server.inflict({ do: 'cut' })
  expect(await client.closed).toBe(1006)
  await using again = await connect(log.server.url, '?cursor=200')

  expect(await again.received(1)).toEqual([like(200).line])
})

/** Resolves when the server has handled all that was sent before. */
async function answered(socket: WebSocket) {
  const pong = new Promise((resolve) => socket.once('pong', resolve))
  socket.ping()
  await pong
}
