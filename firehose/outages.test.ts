import { readGaps } from '@orrery/shared/gaps'
import { keys } from '@orrery/shared/keys'
import { connect, type Redis } from '@orrery/shared/redis'
import { startRedis } from '@orrery/shared/testing'
import { expect, test } from 'vitest'
import { commit } from '../demo/fixtures.ts'
import type { Fault } from '../demo/jetstream-faults.ts'
import { serveJetstream } from '../demo/jetstream-server.ts'
import { createMemoryLog } from '../demo/memory-log.ts'
import { readCursors } from './cursor.ts'
import { readStreams, startFirehose } from './fixtures.ts'

const PARTITIONS = 4
const PATIENCE = { timeout: 60_000 }
const LIMIT = 180_000
const LIKE = 'app.bsky.feed.like'
const DICTIONARY = new URL('../demo/jetstream.zdict', import.meta.url).pathname

/** The ways in which the feed can come. */
const WAYS = [
  ['v1', 'url', {}],
  ['v1, compressed', 'url', { ZSTD_DICTIONARY: DICTIONARY }],
  ['v2, compressed', 'urlV2', {}],
  ['v2', 'urlV2', { JETSTREAM_ZSTD: 'false' }],
] as const

const COMPRESSED = [WAYS[1], WAYS[2]] as const

/** A network of a few accounts, whose events are a millisecond apart and of the last hours. */
function network() {
  const source = createMemoryLog(1_000_000)
  const lines: string[] = []
  let timeUs = (Date.now() - 7_200_000) * 1000
  return {
    source,
    lines,
    now: () => timeUs,
    happen(count: number, pauseUs = 0) {
      timeUs += pauseUs
      const events = Array.from({ length: count }, (_, index) => {
        timeUs += 1000
        return commit(timeUs, `did:plc:${index % 23}`, LIKE)
      })
      lines.push(...events.map(({ line }) => line.toString()))
      source.append(events)
    },
  }
}

async function stored(redis: Redis): Promise<Set<string>> {
  return new Set((await readStreams(redis, PARTITIONS)).flat())
}

async function holdsAll(redis: Redis, lines: string[]) {
  await expect.poll(async () => (await stored(redis)).size, PATIENCE).toBe(lines.length)
  const other = (await stored(redis)).symmetricDifference(new Set(lines))
  expect([...other].slice(0, 3)).toEqual([])
}

const OUTAGES: [string, Fault][] = [
  ['cuts the connection', { do: 'cut' }],
  ['closes it', { do: 'close', code: 1012, reason: 'restarting' }],
  ['says that the client is too slow', { do: 'fail', error: 'ConsumerTooSlow' }],
  ['falls silent', { do: 'silence' }],
  ['stalls', { do: 'stall' }],
]

const CASES = OUTAGES.flatMap(([does, fault]) =>
  COMPRESSED.map(([name, url, way]) => ({ does, fault, name, url, way })),
)

test.each(CASES)(
  'no event is lost where the server $does ($name)',
  async ({ fault, url, way }) => {
    await using store = await startRedis()
    await using redis = await connect(store.url)
    const { source, lines, happen } = network()
    await using server = await serveJetstream({ port: 0, source })
    const firehose = startFirehose({
      REDIS_URL: store.url,
      JETSTREAM_URL: server[url],
      IDLE_SECONDS: '2',
      ...way,
    })
    happen(500)
    await holdsAll(redis, lines)
    server.inflict(fault)
    happen(300)
    await expect.poll(() => firehose.log(), PATIENCE).toContain('disconnected')
    server.inflict({ do: 'serve' })
    happen(300)
    await holdsAll(redis, lines)

    expect(await readGaps(redis)).toEqual([])
    expect(await redis.xLen(keys.deadLetters)).toBe(0)
  },
  LIMIT,
)

test(
  'a server with another dictionary is followed without a loss, and still compressed',
  async () => {
    await using store = await startRedis()
    await using redis = await connect(store.url)
    const { source, lines, happen } = network()
    await using server = await serveJetstream({ port: 0, source })
    const firehose = startFirehose({ REDIS_URL: store.url, JETSTREAM_URL: server.urlV2 })
    happen(500)
    await holdsAll(redis, lines)
    server.inflict({ do: 'retireDictionary' })
    server.inflict({ do: 'cut' })
    happen(500)
    await holdsAll(redis, lines)

    expect(firehose.log()).toContain('UnknownZstdDictionary')
    expect(firehose.log()).not.toContain('"compressed":false')
  },
  LIMIT,
)

test.each(WAYS)(
  'over %s, killed again and again, it loses no event',
  async (_, url, way) => {
    await using store = await startRedis()
    await using redis = await connect(store.url)
    const { source, lines, happen } = network()
    await using server = await serveJetstream({ port: 0, source })
    const settings = { REDIS_URL: store.url, JETSTREAM_URL: server[url], ...way }

    for (let life = 0; life < 3; life++) {
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
    await holdsAll(redis, lines)
    expect(await readGaps(redis)).toEqual([])
  },
  LIMIT,
)

test.each(WAYS)(
  'over %s, what the server does not replay any more is noted as a gap',
  async (_, url, way) => {
    await using store = await startRedis()
    await using redis = await connect(store.url)
    const { source, lines, happen, now } = network()
    await using server = await serveJetstream({ port: 0, source })
    const settings = { REDIS_URL: store.url, JETSTREAM_URL: server[url], ...way }
    const firehose = startFirehose(settings)
    happen(500)
    await holdsAll(redis, lines)
    await firehose.end('SIGTERM')

    const from = Math.floor(now() / 1000)
    happen(100, 600_000_000)
    const missed = lines.splice(500)
    happen(100, 600_000_000)
    server.inflict({ do: 'forget', beforeUs: now() - 100_000 + 1000 })
    startFirehose(settings)
    await holdsAll(redis, lines)

    expect(missed).toHaveLength(100)
    const [gap, ...more] = await readGaps(redis)
    expect(gap).toEqual({
      from,
      to: JSON.parse(lines[500] ?? '').time_us / 1000,
      reason: 'the server had no events of this time any more',
    })
    expect(more).toEqual([])
  },
  LIMIT,
)

test(
  'a feed whose clock jumps forwards and back loses nothing',
  async () => {
    await using store = await startRedis()
    await using redis = await connect(store.url)
    const { source, lines, happen } = network()
    await using server = await serveJetstream({ port: 0, source })
    const firehose = startFirehose({ REDIS_URL: store.url, JETSTREAM_URL: server.urlV2 })
    const count = async () => (await readStreams(redis, PARTITIONS)).flat().length
    happen(500)
    await holdsAll(redis, lines)
    for (const byUs of [86_400_000_000, -86_400_000_000]) {
      server.inflict({ do: 'jumpClock', byUs })
      happen(500)
      server.inflict({ do: 'cut' })
      happen(500)
      await expect.poll(count, PATIENCE).toBeGreaterThanOrEqual(lines.length)
    }
    await firehose.end('SIGTERM')
  },
  LIMIT,
)

test(
  'of several hosts, on either wire, the next goes on where one fails or falls silent',
  async () => {
    await using store = await startRedis()
    await using redis = await connect(store.url)
    const { source, lines, happen } = network()
    await using one = await serveJetstream({ port: 0, source })
    await using other = await serveJetstream({ port: 0, source })
    const firehose = startFirehose({
      REDIS_URL: store.url,
      JETSTREAM_URL: `${one.urlV2}, ${other.url}`,
      IDLE_SECONDS: '2',
    })
    happen(500)
    await holdsAll(redis, lines)
    for (const [from, to] of [
      [one, other],
      [other, one],
      [one, other],
    ] as const) {
      from.inflict({ do: 'silence' })
      happen(500)
      await expect.poll(() => to.clientCount(), PATIENCE).toBe(1)
      await holdsAll(redis, lines)
      from.inflict({ do: 'serve' })
    }

    await expect
      .poll(() => redis.hGet(keys.feed, 'name'), PATIENCE)
      .toBe(`127.0.0.1:${other.port}/v1`)
    expect(await readGaps(redis)).toEqual([])
    expect(firehose.log().split(`"next":"127.0.0.1:${other.port}"`).length).toBeGreaterThan(2)
  },
  LIMIT,
)

test.each(COMPRESSED)(
  'over %s, accounts are added and taken off while it runs',
  async (_, url, way) => {
    await using store = await startRedis()
    await using redis = await connect(store.url)
    const { source, happen } = network()
    await using server = await serveJetstream({ port: 0, source })
    await redis.sAdd(keys.wantedDids, 'did:plc:1')
    const firehose = startFirehose({
      REDIS_URL: store.url,
      JETSTREAM_URL: server[url],
      DIDS: 'redis',
      ...way,
    })
    const authors = async () => {
      const lines = await stored(redis)
      return new Set([...lines].map((line) => JSON.parse(line).did))
    }
    happen(100)
    await expect.poll(authors, PATIENCE).toEqual(new Set(['did:plc:1']))
    await redis.sAdd(keys.wantedDids, 'did:plc:2')
    await expect.poll(() => firehose.log(), PATIENCE).toContain('"dids":2')
    happen(100)
    await expect.poll(authors, PATIENCE).toEqual(new Set(['did:plc:1', 'did:plc:2']))
    await redis.sRem(keys.wantedDids, 'did:plc:1')
    await expect.poll(() => firehose.log().match(/"dids":1/g)?.length, PATIENCE).toBe(2)
    const before = await stored(redis)
    happen(100)
    await expect.poll(async () => (await stored(redis)).size, PATIENCE).toBeGreaterThan(before.size)
    const since = [...(await stored(redis)).difference(before)].map((line) => JSON.parse(line).did)

    expect(new Set(since)).toEqual(new Set(['did:plc:2']))
    expect(firehose.log()).not.toContain('"level":"fatal"')
    expect(await readCursors(redis, 'nowhere/v1', 1)).toEqual([undefined])
  },
  LIMIT,
)
