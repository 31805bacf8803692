import { join } from 'node:path'
import { connect, type Redis } from '@orrery/shared/redis'
import { startRedis } from '@orrery/shared/testing'
import { isIndexed } from './backlog.ts'
import { writeFrames } from './frame-file.ts'
import { PARTITIONS } from './loading.ts'
import { readFramesOnly } from './null-client.ts'
import type { BenchOptions } from './options.ts'
import { type BenchProcess, startProcess, until, useOf } from './process.ts'
import { quartersOf, type Sample, type Watched, watchRun } from './run-watch.ts'
import { rounded } from './table.ts'
import { eventsOf } from './workload.ts'

export type Load = { events: number; accounts: number; hours: number }
export type IngestRun = Awaited<ReturnType<typeof runIngest>>

const LONGEST_SECONDS = 1800

/**
 * One load through processes of its own, Redis with its append-only file on: from the moment that
 * the firehose connects until the indexers have acknowledged the last event.
 */
export async function runIngest(options: BenchOptions, load: Load, directory: string) {
  const file = join(directory, 'frames')
  const stream = eventsOf({ ...load, seed: options.seed, now: Date.now() })
  const { lastTimeUs, bytes } = await writeFrames(file, stream, load.events)
  await using server = await startRedis({ persist: true })
  await using redis = await connect(server.url)
  await using source = startProcess('source', 'bench/frame-source.ts', { parameters: [file] })
  const address = await addressOf(source)
  const sourceRate = await readFramesOnly(address, load.events)

  await using stack = new AsyncDisposableStack()
  const start = starter(stack, server.url, options)
  const waiting = await startIndexing(start, options.indexers)
  const redisServer = { name: 'redis', pid: await pidOf(redis) }
  const cpuBefore = await cpuOfEach([source, redisServer])
  const firehose = start('firehose', { JETSTREAM_URL: address, IDLE_SECONDS: '3600' })
  const running = [source, firehose, ...waiting]
  await until('the firehose connects', () => connections(source) === 2, running)

  const started = performance.now()
  const watched = [...running, redisServer]
  const watch = watchRun(redis, watched)
  const all = { feed: `${new URL(address).host}/v1`, timeUs: lastTimeUs, partitions: PARTITIONS }
  await until('all is indexed', () => isIndexed(redis, all), running, LONGEST_SECONDS)
  const seconds = (performance.now() - started) / 1000
  const samples = await watch.end()
  if (connections(source) > 2) throw new Error('the firehose had to connect again')
  return {
    parameters: {
      ...load,
      indexers: options.indexers,
      bytesPerEvent: rounded(bytes / load.events),
    },
    eventsPerSecond: Math.round(load.events / seconds),
    seconds: rounded(seconds),
    sourceEventsPerSecond: Math.round(sourceRate),
    ...figuresOf(samples, { watched, cpuBefore, events: load.events }),
    ...(await persistenceOf(redis, load.events)),
  }
}

type Start = (service: string, more?: Record<string, string>, name?: string) => BenchProcess

/** Starts services that end with the stack. */
function starter(stack: AsyncDisposableStack, url: string, { profile }: BenchOptions): Start {
  const env = { REDIS_URL: url, PARTITIONS: String(PARTITIONS), RETENTION_HOURS: '48' }
  return (service, more = {}, name = service) =>
    stack.use(
      startProcess(name, `${service}/main.ts`, { env: { ...env, ...more }, profiles: profile }),
    )
}

/** The scheduler, and indexers that have their partitions. */
async function startIndexing(start: Start, indexers: number): Promise<BenchProcess[]> {
  const scheduler = start('scheduler')
  const indexing = Array.from({ length: indexers }, (_, number) =>
    start('indexer', {}, indexers === 1 ? 'indexer' : `indexer ${number + 1}`),
  )
  const taken = () => indexing.flatMap(({ output }) => output().match(/partition taken/g) ?? [])
  await until('the partitions are taken', () => taken().length >= PARTITIONS, indexing)
  return [...indexing, scheduler]
}

type Run = { watched: Watched[]; cpuBefore: Map<string, number>; events: number }

/** What the samples say of each process, by its name. */
function figuresOf(samples: Sample[], { watched, cpuBefore, events }: Run) {
  const last = samples.at(-1)
  const eventsInEntry = events / (last?.entries || 1)
  const ofEach = <Figure>(figureOf: (name: string) => Figure) =>
    Object.fromEntries(watched.map(({ name }) => [name, figureOf(name)]))
  const cpuSecondsOf = (name: string) =>
    (last?.uses.get(name)?.cpuSeconds ?? 0) - (cpuBefore.get(name) ?? 0)
  return {
    quarters: quartersOf(samples, (from, to) =>
      Math.round(((to.entries - from.entries) * eventsInEntry * 1000) / (to.at - from.at)),
    ),
    cpuMicrosecondsPerEvent: ofEach((name) => rounded((cpuSecondsOf(name) * 1e6) / events)),
    peakMiB: ofEach((name) => Math.round(last?.uses.get(name)?.peakMiB ?? 0)),
    residentMiB: ofEach((name) =>
      quartersOf(samples, (_, to) => Math.round(to.uses.get(name)?.residentMiB ?? 0)),
    ),
  }
}

async function addressOf(source: BenchProcess): Promise<string> {
  const port = () => /port (\d+)/.exec(source.output())?.[1]
  await until('the source listens', () => port() !== undefined, [source])
  return `ws://127.0.0.1:${port()}/subscribe`
}

async function cpuOfEach(processes: Watched[]): Promise<Map<string, number>> {
  const seconds = new Map<string, number>()
  for (const { name, pid } of processes) seconds.set(name, (await useOf(pid)).cpuSeconds)
  return seconds
}

function connections(source: BenchProcess): number {
  return source.output().match(/connected/g)?.length ?? 0
}

async function pidOf(redis: Redis): Promise<number> {
  return Number(/^process_id:(\d+)/m.exec(await redis.info('server'))?.[1])
}

/** The append-only file at the end, how often it was rewritten, and the CPU of the children for it. */
async function persistenceOf(redis: Redis, events: number) {
  const info = (await redis.info('persistence')) + (await redis.info('cpu'))
  const field = (name: string) => Number(new RegExp(`^${name}:([\\d.]+)`, 'm').exec(info)?.[1] ?? 0)
  const childSeconds = field('used_cpu_user_children') + field('used_cpu_sys_children')
  return {
    appendOnlyBytesPerEvent: Math.round(field('aof_current_size') / events),
    appendOnlyRewrites: field('aof_rewrites'),
    rewritingCpuMicrosecondsPerEvent: rounded((childSeconds * 1e6) / events),
  }
}
