import { setTimeout as sleep } from 'node:timers/promises'
import { readGaps } from '@orrery/shared/gaps'
import { keys } from '@orrery/shared/keys'
import { connect, type Redis } from '@orrery/shared/redis'
import { freePort, startRedis } from '@orrery/shared/testing'
import { PARTITIONS } from './loading.ts'
import { type BenchProcess, startProcess, until, useOf } from './process.ts'

export type SoakLoad = {
  seconds: number
  /** Events a second of the simulated network. */
  rate: number
  accounts: number
  seed: number
  /** Every so many seconds the indexer stands still for so many. */
  everySeconds: number
  stoppedSeconds: number
  /** So many bytes of streams the firehose fills before it pauses. */
  maxStreamBytes: number
  maxPendingBytes: number
}

/** The state at a time, which is in seconds from the beginning; sizes are MiB. */
export type SoakSample = {
  at: number
  firehose: number
  indexer: number
  redis: number
  streams: number
  isPaused: boolean
  lagSeconds: number
}

const MIB = 1024 * 1024
const SAMPLE_MILLISECONDS = 1000
/** Longer than the indexer ever stands still, so that it finds its partitions again. */
const LEASE_SECONDS = '300'

/**
 * Reads a simulated network for some time while the indexer is stopped again and again, as a debugger
 * or an overloaded machine stops it, and waits at the end until it has caught up.
 */
export async function runSoak(load: SoakLoad) {
  await using server = await startRedis({ persist: true })
  await using redis = await connect(server.url)
  await using stack = new AsyncDisposableStack()
  const { source, url } = await startSource(stack, load)
  const env = { REDIS_URL: server.url, PARTITIONS: String(PARTITIONS), LEASE_SECONDS }
  const start = (name: string, more = {}) =>
    stack.use(startProcess(name, `${name}/main.ts`, { env: { ...env, ...more } }))
  const indexer = start('indexer')
  const scheduler = start('scheduler', { LIVE_REPLAY_BYTES: '0' })
  const firehose = start('firehose', {
    JETSTREAM_URL: url,
    MAX_STREAM_BYTES: String(load.maxStreamBytes),
    MAX_PENDING_BYTES: String(load.maxPendingBytes),
  })
  const processes = [source, indexer, scheduler, firehose]
  await until(
    'events arrive',
    async () => (await redis.hGet(keys.feed, 'time_us')) !== null,
    processes,
  )

  const samples = await sampleWhile(load, { redis, firehose, indexer, processes })
  const isComplete = await until('all is caught up', () => isCaughtUp(redis), processes, 120).then(
    () => true,
    () => false, // which is a figure too
  )
  const paces = [...firehose.output().matchAll(/"eventsPerSecond":(\d+)/g)].map(([, rate]) =>
    Number(rate),
  )
  const eventsPerSecond = Math.round(paces.reduce((sum, rate) => sum + rate, 0) / paces.length)
  return {
    samples,
    isComplete,
    eventsPerSecond,

    gaps: await readGaps(redis),
    after: await stateOf(redis),
  }
}

async function startSource(stack: AsyncDisposableStack, { rate, seed, accounts }: SoakLoad) {
  const [port, appViewPort] = [await freePort(), await freePort()]
  const flags = { rate, seed, accounts, history: 0, port, 'appview-port': appViewPort }
  const parameters = Object.entries(flags).flatMap(([name, value]) => [`--${name}`, String(value)])
  const source = stack.use(startProcess('simulator', 'demo/simulate.ts', { parameters }))
  await until('the network speaks', () => source.output().includes('AppView at'), [source])
  const url = `ws://127.0.0.1:${port}/subscribe`
  return { source, url }
}

type Watched = {
  redis: Redis
  firehose: BenchProcess
  indexer: BenchProcess
  processes: BenchProcess[]
}

/** Stops and resumes the indexer meanwhile; it runs at the end. */
async function sampleWhile(
  { seconds, everySeconds, stoppedSeconds }: SoakLoad,
  { redis, firehose, indexer, processes }: Watched,
): Promise<SoakSample[]> {
  const samples: SoakSample[] = []
  const started = performance.now()
  let isStopped = false
  try {
    while (true) {
      const at = (performance.now() - started) / 1000
      if (at >= seconds) return samples
      for (const each of processes) each.assertRuns()
      const shouldStop = at % everySeconds >= everySeconds - stoppedSeconds
      if (shouldStop !== isStopped) process.kill(indexer.pid, shouldStop ? 'SIGSTOP' : 'SIGCONT')
      isStopped = shouldStop
      const [reading, indexing] = await Promise.all([useOf(firehose.pid), useOf(indexer.pid)])
      samples.push({
        at,
        firehose: reading.residentMiB,
        indexer: indexing.residentMiB,
        ...(await stateOf(redis)),
      })
      await sleep(SAMPLE_MILLISECONDS)
    }
  } finally {
    if (isStopped) process.kill(indexer.pid, 'SIGCONT')
  }
}

async function stateOf(redis: Redis) {
  const [info, feed, sizes] = await Promise.all([
    redis.info('memory'),
    redis.hGetAll(keys.feed),
    Promise.all(
      partitions((partition) => redis.memoryUsage(keys.events(partition), { SAMPLES: 0 })),
    ),
  ])
  const cursors = await Promise.all(
    partitions((partition) => redis.get(keys.cursor(partition, feed.name ?? ''))),
  )
  const oldest = Math.min(...cursors.map((cursor) => Number(cursor ?? 0)))
  return {
    redis: Number(/^used_memory:(\d+)/m.exec(info)?.[1]) / MIB,
    streams: sizes.reduce((sum: number, size) => sum + (size ?? 0), 0) / MIB,
    isPaused: feed.paused !== '',
    lagSeconds: oldest === 0 ? 0 : Math.max(0, Date.now() / 1000 - oldest / 1e6),
  }
}

/** Nothing waits in the streams but what has just come. */
async function isCaughtUp(redis: Redis): Promise<boolean> {
  const { isPaused, lagSeconds } = await stateOf(redis)
  const groups = await Promise.all(
    partitions((partition) => redis.xInfoGroups(keys.events(partition))),
  )
  const lag = groups.flat().reduce((sum, group) => sum + Number(group.lag ?? 0) + group.pending, 0)
  return !isPaused && lagSeconds < 2 && lag < PARTITIONS * 10
}

function partitions<Figure>(figureOf: (partition: number) => Figure): Figure[] {
  return Array.from({ length: PARTITIONS }, (_, partition) => figureOf(partition))
}
