import { expect, test } from 'vitest'
import {
  ANNA,
  account,
  answered,
  BELA,
  commit,
  connect,
  END,
  identity,
  like,
  refusal,
  serveLog,
  sync,
  type TestClient,
  until,
} from './fixtures.ts'

const MIXED = [
  commit(100, ANNA, 'app.bsky.feed.like'),
  commit(200, BELA, 'app.bsky.feed.post', 'x'.repeat(500)),
  commit(300, ANNA, 'sh.tangled.feed.star'),
  identity(400, BELA),
  account(450, ANNA),
]
const ALL = [0, 1, 2, 3, 4]
const linesOf = (indexes: number[]) => indexes.map((index) => MIXED[index]?.line)

function update(client: TestClient, payload: unknown) {
  client.socket.send(JSON.stringify({ type: 'options_update', payload }))
}

test('a cursor replays from its event on, and the live tail follows without a gap', async () => {
  await using log = await serveLog([like(100), like(200), like(300)])
  await using client = await connect(log.server.url, '?cursor=200')
  await client.received(2)
  log.source.append([like(400)])

  expect(await client.received(3)).toEqual(
    [like(200), like(300), like(400)].map(({ line }) => line),
  )
})

test.each(['', '?cursor=', '?cursor=999999999999999999', '?requireHello=false', '?requireHello=1'])(
  'with the query %j the tail begins with the next event',
  async (query) => {
    await using log = await serveLog([like(100)])
    await using client = await connect(log.server.url, query)
    log.source.append([like(200)])

    expect(await client.received(1)).toEqual([like(200).line])
  },
)

test('what a cursor asks for from before the window is left out', async () => {
  await using log = await serveLog([like(100), like(200), like(300)])
  log.server.inflict({ do: 'forget', beforeUs: 150 })
  await using client = await connect(log.server.url, '?cursor=0')

  expect(await client.received(2)).toEqual([like(200).line, like(300).line])
})

test.each([
  ['nothing in particular', '', ALL],
  ['a collection; other kinds always come', 'wantedCollections=app.bsky.feed.like', [0, 3, 4]],
  ['a prefix', 'wantedCollections=app.bsky.*', [0, 1, 3, 4]],
  [
    'a prefix and a collection',
    'wantedCollections=app.bsky.feed.*&wantedCollections=sh.tangled.feed.star',
    ALL,
  ],
  ['a prefix that is none', 'wantedCollections=not_an_nsid.*', [3, 4]],
  ['an account, for every kind of event', `wantedDids=${BELA}&wantedDids=${END}`, [1, 3]],
  [
    'an account and a collection',
    `wantedDids=${ANNA}&wantedDids=${END}&wantedCollections=sh.tangled.*`,
    [2, 4],
  ],
  ['a size', 'maxMessageSizeBytes=400', [0, 2, 3, 4]],
  ['no size', 'maxMessageSizeBytes=', ALL],
  ['a negative size', 'maxMessageSizeBytes=-5', ALL],
  ['a size that is no number', 'maxMessageSizeBytes=big', ALL],
  ['a size of more than 32 bits', 'maxMessageSizeBytes=4294967296', ALL],
])('a client can ask for %s', async (_title, query, expected) => {
  await using log = await serveLog([...MIXED, identity(500, END)])
  await using client = await connect(log.server.url, `?cursor=0&${query}`)

  expect(await client.received(expected.length + 1)).toEqual([
    ...linesOf(expected),
    identity(500, END).line,
  ])
})

test('a sync event is never sent', async () => {
  await using log = await serveLog([sync(100, ANNA), like(200)])
  await using client = await connect(log.server.url, '?cursor=0')

  expect(await client.received(1)).toEqual([like(200).line])
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
  await using log = await serveLog([like(100, ANNA)])
  await using client = await connect(log.server.url, `?cursor=0&wantedDids=${ANNA}`)
  await client.received(1)
  client.socket.send(JSON.stringify({ type: 'heartbeat', payload: 'x' }))
  client.socket.send(Buffer.from([0]), { binary: true })
  update(client, { wantedCollections: ['app.bsky.feed.post'] })
  await answered(client)
  log.source.append([like(200, ANNA), commit(300, BELA, 'app.bsky.feed.post')])

  expect(await client.received(2)).toEqual([
    like(100, ANNA).line,
    commit(300, BELA, 'app.bsky.feed.post').line,
  ])
})

test('the last of many updates counts, and empty lists filter nothing', async () => {
  await using log = await serveLog()
  await using client = await connect(log.server.url)
  for (let round = 0; round < 200; round++) update(client, { wantedDids: [END] })
  update(client, { wantedDids: [], wantedCollections: [], maxMessageSizeBytes: -1 })
  await answered(client)
  log.source.append(MIXED)

  expect(await client.received(MIXED.length)).toEqual(linesOf(ALL))
})

test('with requireHello nothing is sent before the first valid update', async () => {
  await using log = await serveLog([like(100, ANNA), like(200, BELA)])
  await using client = await connect(log.server.url, '?cursor=0&requireHello=true')
  client.socket.send(JSON.stringify({ type: 'hello' }))
  await answered(client)
  expect(client.lines).toEqual([])
  update(client, { wantedDids: [BELA] })

  expect(await client.received(1)).toEqual([like(200, BELA).line])
})

test('who leaves without the update that is waited for leaves nothing behind', async () => {
  await using log = await serveLog([like(100)])
  await using client = await connect(log.server.url, '?cursor=0&requireHello=true')
  expect(log.server.clientCount()).toBe(1)
  client.socket.close()
  await client.closed
  await until(() => log.server.clientCount() === 0)

  expect(client.lines).toEqual([])
  expect(log.readerCount()).toBe(0)
})

test.each([
  ['no JSON', 1007],
  ['[]', 1007],
  ['{"type":"options_update"}', 1007],
  ['{"type":"options_update","payload":{"wantedDids":"did:plc:x"}}', 1007],
  ['{"type":"options_update","payload":{"maxMessageSizeBytes":"big"}}', 1007],
  ['{"type":"options_update","payload":{"wantedCollections":["app.bsky.fo*"]}}', 1008],
  ['{"type":"options_update","payload":{"wantedDids":["anna.test"]}}', 1008],
])('the message %s ends the connection with %i, awaited or not', async (message, code) => {
  await using log = await serveLog([like(100)])
  await using client = await connect(log.server.url)
  await using waiting = await connect(log.server.url, '?cursor=0&requireHello=true')
  for (const { socket } of [client, waiting]) socket.send(message)

  expect(await client.closed).toBe(code)
  expect(await waiting.closed).toBe(code)
  expect(waiting.lines).toEqual([])
})

test.each(['é', '愛', '🪐'])(
  'the reason of a close frame is cut between two characters (%s)',
  async (letter) => {
    await using log = await serveLog()
    await using client = await connect(log.server.url)
    update(client, { wantedCollections: [letter.repeat(100)] })
    expect(await client.closed).toBe(1008)

    expect(client.reason).toMatch(new RegExp(`^"${letter}{20,}\\.\\.\\.$`, 'u'))
    expect(Buffer.byteLength(client.reason)).toBeLessThanOrEqual(123)
    expect(Buffer.byteLength(client.reason)).toBeGreaterThan(123 - 4)
  },
)

test('a message of more than 10,000,000 bytes ends the connection', async () => {
  await using log = await serveLog()
  await using client = await connect(log.server.url)
  client.socket.send('x'.repeat(10_000_001))

  expect(await client.closed).toBe(1009)
})
