import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loggedOf } from './event-log.ts'
import {
  ANNA,
  account,
  answered,
  BELA,
  commit,
  connect,
  identity,
  like,
  refusal,
  serveLog,
  sync,
} from './fixtures.ts'

const REAL_EVENTS = join(import.meta.dirname, '../../shared/data/jetstream-capture')
/** 2026-06-01T12:00:00Z */
const NOON = 1_780_315_200_000_000
const KIND = 'network.bsky.jetstream.subscribeEvents#'

const MIXED = [
  commit(NOON + 1, ANNA, 'app.bsky.feed.like'),
  commit(NOON + 2, BELA, 'app.bsky.feed.post', 'x'.repeat(500)),
  commit(NOON + 3, ANNA, 'sh.tangled.feed.star'),
  identity(NOON + 4, BELA),
  account(NOON + 5, ANNA),
  sync(NOON + 6, ANNA),
]
const ALL = [1, 2, 3, 4, 5, 6]

const payloads = (frames: string[]) => frames.map((frame) => JSON.parse(frame).payload)
const seqs = (frames: string[]) => payloads(frames).map(({ seq }) => seq)

test('a commit is flat, and numbered from 1 on, at a time with six digits', async () => {
  await using log = await serveLog([like(NOON + 7, ANNA)])
  await using client = await connect(log.server.urlV2, '?cursor=0')

  expect((await client.received(1)).map((frame) => JSON.parse(frame))).toEqual([
    {
      $type: 'message',
      payload: {
        $type: `${KIND}commit`,
        seq: 1,
        did: ANNA,
        time: '2026-06-01T12:00:00.000007Z',
        witnessedAt: '2026-06-01T12:00:00.000007Z',
        rev: '3mmoojp7etg2g',
        operation: 'create',
        collection: 'app.bsky.feed.like',
        rkey: '3mmoojp7etg2g',
        record: { $type: 'app.bsky.feed.like', text: '' },
      },
    },
  ])
})

test('the other kinds hold what the relay sent', async () => {
  await using log = await serveLog(MIXED.slice(3))
  await using client = await connect(log.server.urlV2, '?cursor=1')

  expect(payloads(await client.received(3))).toMatchObject([
    { $type: `${KIND}identity`, seq: 1, did: BELA, identity: { did: BELA } },
    { $type: `${KIND}account`, seq: 2, did: ANNA, account: { did: ANNA, active: true } },
    { $type: `${KIND}sync`, seq: 3, did: ANNA, sync: { did: ANNA, rev: '3mmoojp7etg2g' } },
  ])
})

test.skipIf(!existsSync(REAL_EVENTS))(
  'real commits keep all they say (skipped without ../shared/data)',
  async () => {
    const lines = readFileSync(join(REAL_EVENTS, 'expected_v1.jsonl'), 'utf8').trim().split('\n')
    const events = lines.map((line) => JSON.parse(line))
    await using log = await serveLog(events.map(loggedOf))
    await using client = await connect(log.server.urlV2, '?cursor=0')

    expect(payloads(await client.received(lines.length))).toMatchObject(
      events.map(({ did, kind, commit, ...body }, at) => ({
        $type: `${KIND}${kind}`,
        seq: at + 1,
        did,
        ...(commit ?? { [kind]: body[kind] }),
      })),
    )
  },
)

test('a record too deep to be written is left out', async () => {
  const depth = 100_000
  const [start, end] = ['{"text":'.repeat(depth), '}'.repeat(depth)]
  const line = String(like(NOON).line)
    .replace('{"$type', `${start}{"$type`)
    .replace(/}}$/, `${end}}}`)
  await using log = await serveLog([{ ...like(NOON), line }, like(NOON + 1)])
  await using client = await connect(log.server.urlV2, '?cursor=0')

  expect(JSON.parse(line)).toMatchObject({ did: ANNA })
  expect(seqs(await client.received(1))).toEqual([2])
})

test.each([
  ['the only subprotocol', ['xrpc.v1.json'], 'xrpc.v1.json'],
  ['one of several', ['xrpc.v0.cbor', 'xrpc.v1.json'], 'xrpc.v1.json'],
  ['none', [], ''],
])('a client may offer %s, and is sent the same', async (_title, protocols, agreed) => {
  await using log = await serveLog(MIXED)
  await using client = await connect(log.server.urlV2, '?cursor=6', { protocols })

  expect(client.socket.protocol).toBe(agreed)
  expect(seqs(await client.received(1))).toEqual([6])
})

const FIRST = 1e15
test.each([
  ['a number, inclusive', 'cursor=2', [2, 3, 4]],
  ['zero, for all', 'cursor=0', [1, 2, 3, 4]],
  ['the time of an event', `cursor=${FIRST + 5}`, [2, 3, 4]],
  ['a time between two events', `cursor=${FIRST + 6}`, [3, 4]],
  ['the first number that is a time', `cursor=${FIRST}`, [1, 2, 3, 4]],
  ['the next number', 'cursor=4', [4]],
  ['a time in the future', `cursor=${FIRST * 9}`, [4]],
  ['none', '', [4]],
  ['an empty one', 'cursor=', [4]],
])('a cursor may be %s', async (_title, query, expected) => {
  await using log = await serveLog([like(FIRST), like(FIRST + 5), like(FIRST + 10)])
  await using client = await connect(log.server.urlV2, `?${query}`)
  log.source.append([like(FIRST + 15)])

  expect(seqs(await client.received(expected.length))).toEqual(expected)
})

test.each([999_999_999_999_999, 5])(
  'the number %i is beyond the next one: the client is told, and gets what comes',
  async (cursor) => {
    await using log = await serveLog([like(FIRST), like(FIRST + 5), like(FIRST + 10)])
    await using client = await connect(log.server.urlV2, `?cursor=${cursor}`)
    log.source.append([like(FIRST + 15)])

    expect(payloads(await client.received(2))).toMatchObject([
      { $type: `${KIND}info`, name: 'FutureCursor' },
      { seq: 4 },
    ])
    expect(JSON.parse(client.lines[0] ?? '').payload).not.toHaveProperty('seq')
  },
)

test('a number below the window is refused before the upgrade, naming the oldest', async () => {
  await using log = await serveLog(MIXED)
  log.server.inflict({ do: 'forget', beforeUs: NOON + 3 })
  const { status, body } = await refusal(`${log.server.urlV2}?cursor=2`)

  expect(status).toBe(400)
  expect(JSON.parse(body)).toMatchObject({ error: 'CursorTooOld', message: expect.any(String) })
  expect(JSON.parse(body).message).toContain('oldest is 3')
  await using client = await connect(log.server.urlV2, '?cursor=3')
  expect(seqs(await client.received(4))).toEqual([3, 4, 5, 6])
})

test.each([
  ['of an event that is not kept', NOON + 2, true],
  ['before all events', NOON - 9e6, true],
  ['of the oldest event', NOON + 3, false],
])('a time %s begins with the oldest', async (_title, cursor, isTold) => {
  await using log = await serveLog(MIXED)
  log.server.inflict({ do: 'forget', beforeUs: NOON + 3 })
  await using client = await connect(log.server.urlV2, `?cursor=${cursor}`)
  const [first, ...rest] = payloads(await client.received(isTold ? 5 : 4))

  if (isTold) expect(first).toMatchObject({ $type: `${KIND}info`, name: 'OutdatedCursor' })
  expect((isTold ? rest : [first, ...rest]).map(({ seq }) => seq)).toEqual([3, 4, 5, 6])
})

test('a time before all that there ever was is told of too, but not in an empty log', async () => {
  await using log = await serveLog()
  await using early = await connect(log.server.urlV2, `?cursor=${NOON}`)
  log.source.append([like(NOON + 1)])
  await using late = await connect(log.server.urlV2, `?cursor=${NOON}`)

  expect(payloads(await early.received(1))).toMatchObject([{ seq: 1 }])
  expect(payloads(await late.received(2))).toMatchObject([{ name: 'OutdatedCursor' }, { seq: 1 }])
})

test('the window reaches back from now', async () => {
  const nowUs = Date.now() * 1000
  const hour = 3600e6
  const events = [nowUs - 48 * hour, nowUs - 24 * hour, nowUs].map((time) => like(time))
  await using log = await serveLog(events, { lookbackUs: 36 * hour })
  expect(await refusal(`${log.server.urlV2}?cursor=1`)).toMatchObject({ status: 400 })
  await using client = await connect(log.server.urlV2, '?cursor=2')

  expect(seqs(await client.received(2))).toEqual([2, 3])
})

test.each([
  ['nothing in particular', '', ALL],
  ['kinds', 'kinds=identity&kinds=sync', [4, 6]],
  ['a collection; other kinds come too', 'collections=app.bsky.feed.like', [1, 4, 5, 6]],
  ['the commits of a prefix', 'kinds=commit&collections=app.bsky.*', [1, 2]],
  ['an account', `dids=${BELA}`, [2, 4]],
  ['all at once', `dids=${ANNA}&kinds=commit&kinds=account&collections=sh.tangled.*`, [3, 5]],
  ['a size', 'maxMessageSizeBytes=500', [1, 3, 4, 5, 6]],
  ['no size', 'maxMessageSizeBytes=0', ALL],
  ['an empty size', 'maxMessageSizeBytes=', ALL],
])('a client can ask for %s', async (_title, query, expected) => {
  await using log = await serveLog(MIXED)
  await using client = await connect(log.server.urlV2, `?cursor=0&${query}`)
  await client.received(expected.length)
  await answered(client)

  expect(seqs(client.lines)).toEqual(expected)
})

test.each([
  ['kinds=likes', 'InvalidRequest', 'unknown kind "likes"'],
  ['kinds=identity&collections=app.bsky.feed.like', 'InvalidRequest', 'never apply'],
  ['collections=app.bsky.fo*', 'InvalidRequest', 'app.bsky.fo*'],
  ['collections=not_an_nsid.*', 'InvalidRequest', 'not_an_nsid.*'],
  ['collections=like', 'InvalidRequest', 'like'],
  ['dids=anna.test', 'InvalidRequest', 'anna.test'],
  ['cursor=yesterday', 'InvalidRequest', 'cursor'],
  ['cursor=-5', 'InvalidRequest', 'cursor'],
  ['maxMessageSizeBytes=-5', 'InvalidRequest', 'maxMessageSizeBytes'],
  ['maxMessageSizeBytes=big', 'InvalidRequest', 'maxMessageSizeBytes'],
  ['maxMessageSizeBytes=4294967296', 'InvalidRequest', 'maxMessageSizeBytes'],
  ['wantedCollections=app.bsky.feed.like', 'InvalidRequest', 'use collections'],
  [`wantedDids=${ANNA}`, 'InvalidRequest', 'use dids'],
  ['compress=true', 'InvalidRequest', 'use zstdDictionary'],
  ['requireHello=true', 'InvalidRequest', 'server-push only'],
  ['zstdDictionary=best', 'InvalidRequest', 'zstdDictionary'],
])('a handshake with %s is refused with 400 and an error of XRPC', async (query, error, words) => {
  await using log = await serveLog()
  const { status, body } = await refusal(`${log.server.urlV2}?${query}`)

  expect(status).toBe(400)
  expect(JSON.parse(body).error).toBe(error)
  expect(JSON.parse(body).message).toContain(words)
})

test('101 collections or 10,001 accounts are refused, as many as are allowed are not', async () => {
  await using log = await serveLog()
  const query = (name: string, count: number, value: (at: number) => string) =>
    `${log.server.urlV2}?${Array.from({ length: count }, (_, at) => `${name}=${value(at)}`).join('&')}`
  const collections = (count: number) => query('collections', count, (at) => `a.b.c${at}`)
  const accounts = (count: number) => query('dids', count, (at) => `did:plc:${at}`)

  expect(await refusal(collections(101))).toMatchObject({ status: 400 })
  expect(await refusal(accounts(10_001))).toMatchObject({ status: 400 })
  await using few = await connect(collections(100))
  await using many = await connect(accounts(10_000))
  await using same = await connect(query('collections', 101, () => 'a.b.c'))
  expect([few, many, same].map(({ socket }) => socket.readyState)).toEqual([1, 1, 1])
})

test.each(['{"type":"options_update","payload":{}}', Buffer.from([1])])(
  'any message of a client ends the connection with 1008',
  async (message) => {
    await using log = await serveLog()
    await using client = await connect(log.server.urlV2)
    client.socket.send(message)

    expect(await client.closed).toBe(1008)
  },
)
