import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ANNA, commit, connect, like, refusal, serveLog } from './fixtures.ts'
import { dictionaryOf, successorOf, usualDictionary } from './jetstream-dictionary.ts'

const CAPTURE = join(import.meta.dirname, '../../shared/data/jetstream-capture')
const { id: ID, bytes: dictionary } = usualDictionary
const addressOf = (server: { port: number }, query = '') =>
  `http://127.0.0.1:${server.port}/xrpc/network.bsky.jetstream.getZstdDictionary${query}`

test.each([
  ['v1 by its query', 'url', 'compress=true', {}],
  ['v1 by its header', 'url', '', { 'socket-encoding': 'zstd' }],
  ['v2', 'urlV2', `zstdDictionary=${ID}`, {}],
] as const)('%s sends each frame as one of zstd', async (_title, url, query, headers) => {
  await using log = await serveLog([like(1e15)])
  await using plain = await connect(log.server[url], '?cursor=0')
  await using client = await connect(log.server[url], `?cursor=0&${query}`, { dictionary, headers })

  expect(await client.received(1)).toEqual(await plain.received(1))
})

test.each(['compress=false', 'compress=1'])('v1 sends text with %s', async (query) => {
  await using log = await serveLog([like(1e15)])
  await using client = await connect(log.server.url, `?cursor=0&${query}`)

  expect(await client.received(1)).toHaveLength(1)
})

test('notices and errors are compressed too', async () => {
  await using log = await serveLog()
  await using client = await connect(log.server.urlV2, `?cursor=9&zstdDictionary=${ID}`, {
    dictionary,
  })
  await client.received(1)
  log.server.inflict({ do: 'fail', error: 'InternalError' })
  await client.closed

  expect(client.lines.map((line) => JSON.parse(line))).toMatchObject([
    { payload: { name: 'FutureCursor' } },
    { $type: 'error', error: 'InternalError' },
  ])
})

test.each([
  ['url', 'compress=true'],
  ['urlV2', `zstdDictionary=${ID}`],
] as const)('the size that a client allows is of the frame before', async (url, query) => {
  const large = commit(1e15, ANNA, 'app.bsky.feed.post', 'x'.repeat(5000))
  await using log = await serveLog([large, like(1e15 + 1)])
  const limited = `?cursor=0&${query}&maxMessageSizeBytes=1000`
  await using client = await connect(log.server[url], limited, { dictionary })

  expect((await client.received(1))[0]).toContain('app.bsky.feed.like')
})

test.each([
  ['url', 'compress=true'],
  ['urlV2', `zstdDictionary=${ID}`],
] as const)('zstd and permessage-deflate together are refused', async (url, query) => {
  await using log = await serveLog()

  expect(await refusal(`${log.server[url]}?${query}`, { perMessageDeflate: true })).toMatchObject({
    status: 400,
    body: expect.stringContaining('not both'),
  })
})

test('the dictionary is told by its id, which stays what it is, or as the current one', async () => {
  await using log = await serveLog()
  const byId = await fetch(addressOf(log.server, `?id=${ID}`))
  const current = await fetch(addressOf(log.server))

  expect(byId.headers.get('cache-control')).toContain('immutable')
  expect(current.headers.get('cache-control')).not.toContain('immutable')
  expect(byId.headers.get('content-type')).toBe('application/octet-stream')
  for (const answer of [byId, current]) {
    expect(dictionary.equals(Buffer.from(await answer.arrayBuffer()))).toBe(true)
  }
})

test.each([
  ['1', 404, 'DictionaryNotFound'],
  ['x', 400, 'InvalidRequest'],
])('of a dictionary %s there is none', async (id, status, error) => {
  await using log = await serveLog()
  const answer = await fetch(addressOf(log.server, `?id=${id}`))

  expect(answer.status).toBe(status)
  expect(await answer.json()).toMatchObject({ error })
})

test('a retired dictionary is refused with the id of its successor, which is to be had', async () => {
  await using log = await serveLog([like(1e15)])
  log.server.inflict({ do: 'retireDictionary' })
  const { status, body } = await refusal(`${log.server.urlV2}?zstdDictionary=${ID}`)
  expect(status).toBe(400)
  expect(JSON.parse(body)).toMatchObject({ error: 'UnknownZstdDictionary' })
  expect(JSON.parse(body).message).toContain(String(ID + 1))

  expect((await fetch(addressOf(log.server, `?id=${ID}`))).status).toBe(404)
  const next = Buffer.from(await (await fetch(addressOf(log.server))).arrayBuffer())
  await using client = await connect(log.server.urlV2, `?cursor=0&zstdDictionary=${ID + 1}`, {
    dictionary: next,
  })
  expect(await client.received(1)).toHaveLength(1)
  expect(successorOf(usualDictionary)).toEqual({ id: ID + 1, bytes: next })
})

test.skipIf(!existsSync(CAPTURE)).each([
  ['legacy_subscribe', 'url', 'compress=true'],
  ['subscribe_events_20260811', 'urlV2', 'zstdDictionary=20260811'],
] as const)(
  'the real dictionary %s works as ours (skipped without ../shared/data)',
  async (name, url, query) => {
    const real = dictionaryOf(readFileSync(join(CAPTURE, `${name}.zdict`)))
    await using log = await serveLog([like(1e15)], { dictionary: real })
    await using client = await connect(log.server[url], `?cursor=0&${query}`, {
      dictionary: real.bytes,
    })

    expect(await client.received(1)).toHaveLength(1)
  },
)
