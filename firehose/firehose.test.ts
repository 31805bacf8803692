import { keys } from '@orrery/shared/keys'
import { connect, type Redis } from '@orrery/shared/redis'
import { startRedis } from '@orrery/shared/testing'
import { expect, test } from 'vitest'
import { commit, identity } from '../demo/fixtures.ts'
import { serveJetstream } from '../demo/jetstream-server.ts'
import { createMemoryLog } from '../demo/memory-log.ts'
import { readCursors } from './cursor.ts'
import { readStreams, serveQuietly, startFirehose } from './fixtures.ts'

const PARTITIONS = 4
const PATIENCE = { timeout: 20_000 }
const LIKE = 'app.bsky.feed.like'

/** A network of a few accounts, whose events are a millisecond apart and of the last hours. */
function network() {
  const source = createMemoryLog(1_000_000)
  const lines: string[] = []
  let timeUs = (Date.now() - 7_200_000) * 1000
  return {
    source,
    lines,
    happen(count: number, text = '') {
      const events = Array.from({ length: count }, (_, index) => {
        timeUs += 1000
        return commit(timeUs, `did:plc:${index % 23}`, LIKE, text)
      })
      lines.push(...events.map(({ line }) => line.toString()))
      source.append(events)
    },
  }
}

async function storedLines(redis: Redis): Promise<Set<string>> {
  return new Set((await readStreams(redis, PARTITIONS)).flat())
}

/** Takes away what the streams hold, as the indexer and the scheduler do. */
async function takeLines(redis: Redis): Promise<string[]> {
  const lines: string[] = []
  for (let partition = 0; partition < PARTITIONS; partition++) {
    const key = keys.events(partition)
    for (const { id, message } of (await redis.xRange(key, '-', '+')) ?? []) {
      lines.push(...(message.d?.split('\n') ?? []))
      await redis.xDel(key, id)
    }
  }
  return lines
}

async function streamBytes(redis: Redis): Promise<number> {
  const sizes = await Promise.all(
    Array.from({ length: PARTITIONS }, (_, partition) => redis.memoryUsage(keys.events(partition))),
  )
  return sizes.reduce((sum: number, size) => sum + (size ?? 0), 0)
}

function authorOf(line: string): string {
  return JSON.parse(line).did
}

test('killed in the middle of the stream, again and again, it loses no event', async () => {
  await using store = await startRedis()
  await using redis = await connect(store.url)
  const { source, lines, happen } = network()
  await using server = await serveJetstream({ port: 0, source })
  const settings = { REDIS_URL: store.url, JETSTREAM_URL: server.url, REWIND_SECONDS: '0' }

  for (let life = 0; life < 4; life++) {
    const firehose = startFirehose(settings)
    happen(3000)
    const before = await redis.xLen(keys.events(0))
    await expect
      .poll(() => redis.xLen(keys.events(0)), { interval: 1, ...PATIENCE })
      .toBeGreaterThan(before)
    happen(3000)
    await firehose.end('SIGKILL')
  }
  startFirehose(settings)
  await expect.poll(async () => (await storedLines(redis)).size, PATIENCE).toBe(lines.length)

  expect(await storedLines(redis)).toEqual(new Set(lines))
  const stored = [...(await storedLines(redis))]
  const first = stored.filter((line) => authorOf(line) === 'did:plc:7')
  expect(first).toEqual(lines.filter((line) => authorOf(line) === 'did:plc:7'))
})

test('told to stop, it stores what it holds and ends well', async () => {
  await using store = await startRedis()
  await using redis = await connect(store.url)
  const { source, lines, happen } = network()
  await using server = await serveJetstream({ port: 0, source })
  const firehose = startFirehose({
    REDIS_URL: store.url,
    JETSTREAM_URL: server.url,
    BATCH_WAIT_MS: '10000',
    BATCH_EVENTS: '10000',
  })
  happen(500)
  await expect.poll(() => redis.hGet(keys.feed, 'time_us'), PATIENCE).toBeTruthy()

  expect(await storedLines(redis)).toEqual(new Set())
  expect(await firehose.end('SIGTERM')).toBe(0)
  expect(await storedLines(redis)).toEqual(new Set(lines))
  expect(await redis.hGet(keys.feed, 'connected')).toBe('0')
})

test('when Redis dies it ends with an error, and its successor loses no event', async () => {
  await using store = await startRedis({ persist: true })
  const { source, lines, happen } = network()
  await using server = await serveJetstream({ port: 0, source })
  const settings = { REDIS_URL: store.url, JETSTREAM_URL: server.url, REWIND_SECONDS: '0' }
  const firehose = startFirehose(settings)
  happen(2000)
  {
    await using redis = await connect(store.url)
    await expect.poll(() => redis.xLen(keys.events(0)), PATIENCE).toBeGreaterThan(0)
    await redis.sendCommand(['CLIENT', 'PAUSE', '600000', 'WRITE'])
  }
  happen(2000)
  await store.crash()
  expect(await firehose.ended).toBe(1)

  startFirehose(settings)
  await using redis = await connect(store.url)
  await expect.poll(async () => (await storedLines(redis)).size, PATIENCE).toBe(lines.length)
})

test('it pauses while the indexer is behind, and goes on when that has caught up', async () => {
  await using store = await startRedis()
  await using redis = await connect(store.url)
  const { source, lines, happen } = network()
  await using server = await serveJetstream({ port: 0, source })
  startFirehose({
    REDIS_URL: store.url,
    JETSTREAM_URL: server.url,
    MAX_STREAM_BYTES: '300000',
  })
  const paused = () => redis.hGet(keys.feed, 'paused')
  happen(1000, 'x'.repeat(500))
  await expect.poll(() => streamBytes(redis), PATIENCE).toBeGreaterThan(240_000)
  await expect.poll(paused, PATIENCE).toBe('indexer')
  const indexed = await storedLines(redis)
  happen(1000)
  const at = await redis.hGet(keys.feed, 'at')
  await expect.poll(() => redis.hGet(keys.feed, 'at'), PATIENCE).not.toBe(at)
  expect((await storedLines(redis)).size).toBe(indexed.size)

  const taken = new Set<string>()
  await expect
    .poll(async () => {
      for (const line of await takeLines(redis)) taken.add(line)
      return taken.size
    }, PATIENCE)
    .toBe(lines.length)
  await expect.poll(paused, PATIENCE).toBe('')
})

test('it does not connect while the streams it finds are full', async () => {
  await using store = await startRedis()
  await using redis = await connect(store.url)
  const { source, lines, happen } = network()
  await using server = await serveJetstream({ port: 0, source })
  await redis.xAdd(keys.events(2), '*', { d: 'x'.repeat(400_000) })
  happen(10)
  startFirehose({
    REDIS_URL: store.url,
    JETSTREAM_URL: server.url,
    MAX_STREAM_BYTES: '300000',
  })
  await expect.poll(() => redis.hGet(keys.feed, 'paused'), PATIENCE).toBe('indexer')
  expect(server.clientCount()).toBe(0)
  await redis.del(keys.events(2))

  await expect.poll(() => storedLines(redis), PATIENCE).toEqual(new Set(lines))
})

test('a server that falls silent is left for a new connection', async () => {
  await using store = await startRedis()
  await using server = await serveQuietly()
  const firehose = startFirehose({
    REDIS_URL: store.url,
    JETSTREAM_URL: server.url,
    IDLE_SECONDS: '0.2',
  })
  await server.nextClient()
  await server.nextClient()

  expect(firehose.log()).toContain('no event for 0.2 seconds')
})

test('frames that cannot be read become dead letters, and the rest goes on', async () => {
  await using store = await startRedis()
  await using redis = await connect(store.url)
  await using server = await serveQuietly()
  startFirehose({ REDIS_URL: store.url, JETSTREAM_URL: server.url })
  const client = await server.nextClient()
  const line = identity(1_700_000_000_000_000, 'did:plc:a').line
  client.send('hello')
  client.send('{"time_us":5,"kind":"identity"}')
  client.send(Buffer.from([0x7b, 0xff, 0x7d]), { binary: false })
  client.send(Buffer.from(line), { binary: true })
  client.send(line.toString())
  await expect.poll(() => storedLines(redis), PATIENCE).toEqual(new Set([line]))

  const letters = await redis.xRange(keys.deadLetters, '-', '+')
  expect(letters?.map(({ message }) => message.reason)).toEqual([
    expect.stringContaining('not JSON'),
    'did is missing',
    'not UTF-8',
    expect.stringContaining('binary'),
  ])
})

test('commits of other collections are left out even where the server sends them; other kinds pass', async () => {
  await using store = await startRedis()
  await using redis = await connect(store.url)
  await using server = await serveQuietly()
  startFirehose({
    REDIS_URL: store.url,
    JETSTREAM_URL: server.url,
    COLLECTIONS: 'sh.tangled.*, app.bsky.feed.like',
  })
  const client = await server.nextClient()
  expect(server.queries[0]?.getAll('wantedCollections')).toEqual(['sh.tangled.*', LIKE])
  const did = 'did:plc:a'
  const events = [
    commit(1000, did, LIKE),
    commit(2000, did, 'app.bsky.feed.post'),
    commit(3000, did, 'sh.tangled.feed.star'),
    identity(4000, did),
  ]
  for (const { line } of events) client.send(line.toString())
  await expect
    .poll(() => readCursors(redis, `${new URL(server.url).host}/v1`, PARTITIONS), PATIENCE)
    .toEqual(Array(PARTITIONS).fill(4000))

  const [like, , star, handle] = events.map(({ line }) => line.toString())
  expect((await readStreams(redis, PARTITIONS)).flat()).toEqual([like, star, handle])
})

test('the state of the feed can be read by others', async () => {
  await using store = await startRedis()
  await using redis = await connect(store.url)
  const { source, happen } = network()
  await using server = await serveJetstream({ port: 0, source })
  startFirehose({ REDIS_URL: store.url, JETSTREAM_URL: server.url })
  happen(10)
  await expect.poll(() => redis.hGet(keys.feed, 'time_us'), PATIENCE).toBeTruthy()

  expect(await redis.hGetAll(keys.feed)).toEqual({
    name: `127.0.0.1:${server.port}/v1`,
    url: server.url,
    connected: '1',
    paused: '',
    at: expect.stringMatching(/^\d{4}-.*Z$/),
    time_us: expect.stringMatching(/^\d{16}$/),
  })
})

test('a bad setting is named in one sentence and ends the process', async () => {
  const firehose = startFirehose({ COLLECTIONS: 'likes' })

  expect(await firehose.ended).toBe(1)
  expect(firehose.log()).toContain('COLLECTIONS: \\"likes\\" is neither an NSID nor a prefix')
})
