import { expect, test } from 'vitest'
import { ANNA, commit, connect, refusal, serveLog, until } from './fixtures.ts'

const WIRES = [['v1', 'url'] as const, ['v2', 'urlV2'] as const]

const posts = (from: number, count: number, bytes: number) =>
  Array.from({ length: count }, (_, at) =>
    commit(1e15 + from + at, ANNA, 'app.bsky.feed.post', 'x'.repeat(bytes)),
  )
/** The times of the posts that came, from 0 on. */
const timesOf = (lines: string[]) =>
  lines.map((line) => {
    const { time_us, payload } = JSON.parse(line)
    return (time_us ?? Date.parse(payload.time) * 1000 + Number(payload.time.slice(23, 26))) - 1e15
  })

test.each(WIRES)(
  'a client of %s that does not read makes nothing grow, and gets every event in the end',
  async (_wire, url) => {
    await using log = await serveLog([], { capacity: 30_000 })
    await using client = await connect(log.server[url], '?cursor=0')
    client.socket.pause()
    log.source.append(posts(0, 20_000, 1000))
    await using quick = await connect(log.server[url], '?cursor=0')
    await quick.received(20_000)

    expect(log.server.bufferedBytes()).toBeGreaterThan(0)
    expect(log.server.bufferedBytes()).toBeLessThan(3_000_000)
    client.socket.resume()
    expect(timesOf(await client.received(20_000))).toEqual([...Array(20_000).keys()])
  },
)

test.each([
  ['v1', 'url', 1006, undefined],
  ['v2', 'urlV2', 1005, { $type: 'error', error: 'ConsumerTooSlow' }],
] as const)(
  'a client of %s that the log has left behind is cut, not led over the gap',
  async (_wire, url, code, error) => {
    await using log = await serveLog()
    await using client = await connect(log.server[url], '?cursor=0')
    client.socket.pause()
    for (let round = 0; round < 20; round++) {
      log.source.append(posts(round * 1000, 1000, 2000))
      await new Promise(setImmediate)
    }
    client.socket.resume()

    expect(await client.closed).toBe(code)
    if (error) expect(JSON.parse(client.lines.pop() ?? '')).toMatchObject(error)
    expect(timesOf(client.lines)).toEqual([...Array(client.lines.length).keys()])
  },
)

test('with its client the reading of the log ends, also in the middle of a wait', async () => {
  await using log = await serveLog(posts(0, 20_000, 1000), { capacity: 30_000 })
  await using client = await connect(log.server.url, '?cursor=0')
  client.socket.pause()
  await until(() => log.server.bufferedBytes() > 1_000_000)
  log.server.inflict({ do: 'cut' })
  await until(() => log.readerCount() === 0)

  expect(log.server.clientCount()).toBe(0)
})

test('other paths are unknown, and a known one wants a WebSocket', async () => {
  await using log = await serveLog()
  const other = log.server.url.replace('subscribe', 'else')
  expect(await refusal(other)).toMatchObject({ status: 404 })

  for (const [url, status] of [[log.server.url, 426] as const, [other, 404] as const]) {
    expect((await fetch(url.replace('ws', 'http'))).status).toBe(status)
  }
})
