import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { connect, type Redis } from '@orrery/shared/redis'
import { startRedis } from '@orrery/shared/testing'
import { entriesRead, isIndexed } from './backlog.ts'
import { writeFrames } from './frame-file.ts'
import { PARTITIONS } from './loading.ts'
import { readFramesOnly } from './null-client.ts'
import type { BenchOptions } from './options.ts'
import { type BenchProcess, type ProcessUse, startProcess, until, useOf } from './process.ts'
import { rounded } from './table.ts'
import { eventsOf } from './workload.ts'

export type Load = { events: number; accounts: number; hours: number }
export type IngestRun = Awaited<ReturnType<typeof runIngest>>

const SAMPLE_MILLISECONDS = 500
const LONGEST_SECONDS = 1800
const QUARTERS = [0.25, 0.5, 0.75, 1]

/**
 * One load through processes of its own, Redis with its append-only file on: from the moment that
 * the firehose connects until the indexers have acknowledged the last event.
 */
export async function runIngest(options: BenchOptions, load: Load, directory: string) {
  const { seed, indexers, profile } = options
  const { events, ...network } = load
  const file = join(directory, 'frames')
  const stream = eventsOf({ seed, ...network, events, now: Date.now() })
  const { lastTimeUs, bytes } = await writeFrames(file, stream, events)

  await using server = await startRedis({ persist: true })
  await using redis = await connect(server.url)
  await using source = startProcess('source', 'bench/frame-source.ts', { parameters: [file] })
  await until('the source listens', () => source.output().includes('port '), [source])
  const port = /port (\d+)/.exec(source.output())?.[1]
  const address = `ws://127.0.0.1:${port}/subscribe`
  const sourceEventsPerSecond = await readFramesOnly(address, events)

  const env = { REDIS_URL: server.url, PARTITIONS: String(PARTITIONS), RETENTION_HOURS: '48' }
  const settings = { env, profiles: profile }
  await using stack = new AsyncDisposableStack()
  const start = (name: string, script: string, more: Record<string, string> = {}) =>
    stack.use(startProcess(name, script, { ...settings, env: { ...env, ...more } }))
  const scheduler = start('scheduler', 'scheduler/main.ts')
  const indexing = Array.from({ length: indexers }, (_, number) =>
    start(indexers === 1 ? 'indexer' : `indexer ${number + 1}`, 'indexer/main.ts'),
  )
  await until('the indexer has its partitions', () => hasPartitions(indexing), indexing)
  const redisServer = { name: 'redis', pid: await pidOf(redis) }
  const before = await useOf(redisServer.pid)
  const sourceBefore = await useOf(source.pid)

  const firehose = start('firehose', 'firehose/main.ts', {
    JETSTREAM_URL: address,
    IDLE_SECONDS: '3600',
  })
  const running = [source, firehose, ...indexing, scheduler]
  await until('the firehose connects', () => connections(source) === 2, running)
  const started = performance.now()
  const watch = watchRun(redis, [...running, redisServer])
  const all = { partitions: PARTITIONS, feed: `127.0.0.1:${port}/v1`, timeUs: lastTimeUs }
  await until('all is indexed', () => isIndexed(redis, all), running, LONGEST_SECONDS)
  const seconds = (performance.now() - started) / 1000
  const samples = await watch.end()
  if (connections(source) > 2) throw new Error('the firehose had to connect again')

  const last = samples.at(-1)
  const eventsInEntry = events / (last?.entries || 1)
  const cpuBefore = new Map([
    ['redis', before.cpuSeconds],
    ['source', sourceBefore.cpuSeconds],
  ])
  const ofEach = <Figure>(figureOf: (name: string) => Figure) =>
    Object.fromEntries([...running, redisServer].map(({ name }) => [name, figureOf(name)]))
  return {
    parameters: {
      ...load,
      indexers,
      partitions: PARTITIONS,
      bytesPerEvent: rounded(bytes / events),
    },
    eventsPerSecond: Math.round(events / seconds),
    seconds: rounded(seconds),
    sourceEventsPerSecond: Math.round(sourceEventsPerSecond),
    quarters: quartersOf(samples, (from, to) =>
      Math.round(((to.entries - from.entries) * eventsInEntry * 1000) / (to.at - from.at)),
    ),
    cpuMicrosecondsPerEvent: ofEach((name) =>
      rounded(
        (((last?.uses.get(name)?.cpuSeconds ?? 0) - (cpuBefore.get(name) ?? 0)) * 1e6) / events,
      ),
    ),
    peakMiB: ofEach((name) => Math.round(last?.uses.get(name)?.peakMiB ?? 0)),
    residentMiB: ofEach((name) =>
      quartersOf(samples, (_, to) => Math.round(to.uses.get(name)?.residentMiB ?? 0)),
    ),
    ...(await persistenceOf(redis, events)),
  }
}

/** The state of a run at a time in milliseconds. */
type Sample = { at: number; entries: number; uses: Map<string, ProcessUse> }

/** Looks at the processes now and then until it is told to end. */
function watchRun(redis: Redis, processes: { name: string; pid: number }[]) {
  const samples: Sample[] = []
  const ended = new AbortController()

  async function look() {
    const entries = await entriesRead(redis, PARTITIONS)
    const uses = new Map<string, ProcessUse>()
    for (const { name, pid } of processes) uses.set(name, await useOf(pid))
    samples.push({ at: performance.now(), entries, uses })
  }

  async function watch() {
    while (!ended.signal.aborted) {
      await look()
      await sleep(SAMPLE_MILLISECONDS, undefined, { signal: ended.signal }).catch(() => {})
    }
    await look()
  }

  const watching = watch()
  return {
    async end() {
      ended.abort()
      await watching
      return samples
    },
  }
}

/** A figure of each quarter of the run's time, from the samples at its beginning and end. */
function quartersOf<Figure>(
  samples: Sample[],
  figureOf: (from: Sample, to: Sample) => Figure,
): Figure[] {
  const [first] = samples
  const last = samples.at(-1)
  if (!first || !last) return []
  const sampleAt = (share: number) =>
    samples.find(({ at }) => at >= first.at + (last.at - first.at) * share) ?? last
  return QUARTERS.map((share) => figureOf(sampleAt(share - 0.25), sampleAt(share)))
}

function hasPartitions(indexing: BenchProcess[]): boolean {
  const taken = indexing.flatMap(({ output }) => output().match(/partition taken/g) ?? [])
  return taken.length >= PARTITIONS
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
