import type { JobRecord } from '@orrery/shared/job-record'
import { keys } from '@orrery/shared/keys'
import type { Redis } from '@orrery/shared/redis'
import { freePort } from '@orrery/shared/testing'
import { entriesRead } from './backlog.ts'
import { PARTITIONS } from './loading.ts'
import type { BenchOptions, Size } from './options.ts'
import { type BenchProcess, startProcess, until } from './process.ts'

/** A simulated network that goes on, and the services that index it; all end with `await using`. */
export type LiveNetwork = AsyncDisposable & {
  processes: BenchProcess[]
  /** Settings for further services. */
  env: Record<string, string>
}

/**
 * Resolves when its events arrive, and the scheduler has counted the past that was loaded, as it never
 * has to where it has been running.
 */
export async function startNetwork(
  redis: Redis,
  url: string,
  { seed, rate }: BenchOptions,
  { accounts }: Size,
): Promise<LiveNetwork> {
  await using stack = new AsyncDisposableStack()
  const [port, appViewPort] = [await freePort(), await freePort()]
  const flags = { rate, seed, accounts, history: 0, port, 'appview-port': appViewPort }
  const parameters = Object.entries(flags).flatMap(([name, value]) => [`--${name}`, String(value)])
  const source = stack.use(startProcess('simulator', 'demo/simulate.ts', { parameters }))
  await until('the network speaks', () => source.output().includes('AppView at'), [source])
  const env = {
    REDIS_URL: url,
    PARTITIONS: String(PARTITIONS),
    RETENTION_HOURS: '48',
    JETSTREAM_URL: `ws://127.0.0.1:${port}/subscribe`,
    APPVIEW_URL: `http://127.0.0.1:${appViewPort}`,
  }
  const services = ['indexer', 'scheduler', 'firehose'].map((name) =>
    stack.use(startProcess(name, `${name}/main.ts`, { env })),
  )
  const processes = [source, ...services]
  await until('events arrive', async () => (await entriesRead(redis, PARTITIONS)) > 100, processes)
  await until('the scheduler has caught up', () => hasCaughtUp(redis), processes, 300)
  const owned = stack.move()
  return { processes, env, [Symbol.asyncDispose]: () => owned.disposeAsync() }
}

/** Jobs that have everything to do at first and little afterwards. */
const CATCHING_UP = ['minutes', 'history', 'collections', 'top']

async function hasCaughtUp(redis: Redis): Promise<boolean> {
  const records = await redis.hmGet(keys.jobs, CATCHING_UP)
  return records.every((record) => {
    return record !== null && (JSON.parse(record) as JobRecord).endedAt !== null
  })
}
