import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { readGaps } from '@orrery/shared/gaps'
import { keys } from '@orrery/shared/keys'
import { readLayout } from '@orrery/shared/layout'
import { createRandom } from '@orrery/shared/random'
import { openStore } from '@orrery/shared/store'
import { freePort } from '@orrery/shared/testing'
import { startBreakingProxy } from '../test/breaking-proxy.ts'
import { isIndexed, PARTITIONS } from '../test/indexed.ts'
import { openProcessManager, type ProcessManager } from '../test/process-manager.ts'
import { until } from '../test/services.ts'
import { auditStore } from '../test/store-audit.ts'
import { compareAnswers } from './compare.ts'
import { FAULTS, type World } from './faults.ts'
import { countSaid, type Inflicted, judgeLogs } from './judge-logs.ts'
import { readLogs } from './log-lines.ts'
import { startNetwork } from './network.ts'
import { startServer } from './server.ts'
import { inRounds } from './timetable.ts'
import { sendVisitor } from './visitor.ts'
import { startWire } from './wire.ts'

export type ChaosOptions = {
  seed: number
  /** For how long faults are inflicted. */
  seconds: number
  /** Events a second. */
  rate: number
  accounts: number
  /** A directory that gets all logs. */
  logs?: string | undefined
  say: (line: string) => void
}

/** What happened, and a sentence for everything that is not as it must be. */
export type ChaosAccount = {
  seed: number
  seconds: number
  rate: number
  events: number
  accounts: number
  interactions: number
  faults: { at: number; name: string; done: string; said: number }[]
  restarts: Record<string, number>
  answers: Record<string, number>
  lines: number
  findings: string[]
}

/** For ever: a key that one of two indexers emptied may be begun again without its expiry. */
const RETENTION_HOURS = 0
/** Between two faults; a short one meets processes that have not come back from the last. */
const PAUSES = [200, 1000, 3000, 6000]
const PATIENCE_SECONDS = 300

/** Runs everything under pm2, does harm to it, and looks whether the index is what it must be. */
export async function runChaos(options: ChaosOptions): Promise<ChaosAccount> {
  const { seed, rate, accounts, say } = options
  await using server = await startServer()
  await using proxy = await startBreakingProxy(server.url)
  await using network = await startNetwork({ seed, rate, accounts })
  await using wire = await startWire(network.port)
  const [apiPort, sitePort] = [await freePort(), await freePort()]
  const apiUrl = `http://127.0.0.1:${apiPort}`
  const siteUrl = `http://127.0.0.1:${sitePort}`
  await using manager = await openProcessManager({
    REDIS_URL: proxy.url,
    JETSTREAM_URL: `ws://127.0.0.1:${wire.port}/subscribe`,
    REPLAY_HOURS: '1',
    IDLE_SECONDS: '5',
    PARTITIONS: String(PARTITIONS),
    RETENTION_HOURS: String(RETENTION_HOURS),
    // Longer than a busy machine makes a process wait for its turn.
    LEASE_SECONDS: '10',
    INDEXERS: '2',
    API_INSTANCES: '2',
    API_PORT: String(apiPort),
    SITE_PORT: String(sitePort),
    API_URL: apiUrl,
    APPVIEW_URL: `http://127.0.0.1:${await freePort()}`,
  })
  say('Five kinds of processes are started under pm2.')
  await manager.run('start', 'pm2.config.cjs')
  const addresses = inRounds(
    [`${apiUrl}/health`, `${apiUrl}/stats`, `${apiUrl}/top`, siteUrl],
    createRandom(seed),
  )
  const visitor = sendVisitor(() => addresses.next().value)
  const inflicted: Inflicted[] = []
  const findings: string[] = []
  try {
    await inflictFaults({ manager, server, proxy, network, wire }, options, inflicted)
  } finally {
    await visitor[Symbol.asyncDispose]()
  }
  const world = { manager, server, network, apiUrl }
  const feed = `127.0.0.1:${wire.port}/v1`
  const compared = await examine({ ...world, feed, say }, findings)
  const logs = await readLogs(manager)
  if (options.logs) await cp(join(manager.home, 'logs'), options.logs, { recursive: true })
  findings.push(...judgeLogs(logs, inflicted), ...wrongAnswers(visitor.answers()))
  const said = countSaid(logs.lines, inflicted)
  const began = inflicted[0]?.from ?? 0
  return {
    seed,
    seconds: options.seconds,
    rate,
    events: network.sent(),
    ...compared,
    faults: inflicted.map((each) => ({
      at: Math.round((each.from - began) / 100) / 10,
      name: each.fault.name,
      done: each.done,
      said: said.get(each) ?? 0,
    })),
    restarts: await restartsOf(manager),
    answers: visitor.answers(),
    lines: logs.lines.length,
    findings,
  }
}

async function inflictFaults(
  world: World,
  { seed, seconds, say }: ChaosOptions,
  inflicted: Inflicted[],
): Promise<void> {
  const random = createRandom(seed)
  const end = performance.now() + seconds * 1000
  await until('events come in', async () => (await world.server.redis.exists(keys.buckets)) > 0)
  for (const fault of inRounds(FAULTS, random)) {
    if (performance.now() > end) return
    const one: Inflicted = { fault, from: Date.now(), to: Number.POSITIVE_INFINITY, done: '' }
    inflicted.push(one)
    one.done = await fault.inflict(world, random)
    one.to = Date.now()
    say(`${fault.name}: ${one.done}`)
    await sleep(random.pick(PAUSES))
  }
}

type Examined = Pick<World, 'manager' | 'server' | 'network'> & {
  apiUrl: string
  feed: string
  say: (line: string) => void
}

/** Waits until all that was sent is indexed, and holds what is there against it. */
async function examine(
  { manager, server, network, apiUrl, feed, say }: Examined,
  findings: string[],
): Promise<{ accounts: number; interactions: number }> {
  await network.finish()
  const { redis } = server
  say(`The network sent ${network.sent()} events; waiting until all are indexed.`)
  const isDone = () => isIndexed(redis, feed, network.lastTimeUs())
  await until('all is indexed', isDone, [], PATIENCE_SECONDS)
  const isWell = async () => (await manager.list()).every(({ status }) => status === 'online')
  await until('all processes are well', isWell)
  // A firehose that hears nothing reads the last seconds again, and what was deleted in them is there
  // until its deletion comes again.
  await manager.run('stop', 'firehose')
  await until('all is indexed', isDone, [], PATIENCE_SECONDS)

  const store = openStore(redis, await readLayout(redis), RETENTION_HOURS)
  findings.push(...(await auditStore(store)).slice(0, 20))
  const letters = await redis.xLen(keys.deadLetters)
  if (letters > 0) findings.push(`${letters} events were put away unread`)
  for (const gap of await readGaps(redis)) {
    findings.push(`a gap is noted where nothing is missing: ${JSON.stringify(gap)}`)
  }
  say('Asking the API about every account.')
  const { differing, ...compared } = await compareAnswers(apiUrl, network.recount)
  if (differing.length > 0) findings.push(`${differing.length} answers differ`)
  findings.push(...differing.slice(0, 10))
  return compared
}

/** While Redis is away 503 is right, and no answer while the process that had it was killed. */
function wrongAnswers(answers: Record<string, number>): string[] {
  const right = ['200', '404', '429', '503', 'none']
  return Object.entries(answers)
    .filter(([status]) => !right.includes(status))
    .map(([status, count]) => `the visitor was answered ${status}, ${count} times`)
}

async function restartsOf(manager: ProcessManager): Promise<Record<string, number>> {
  const restarts: Record<string, number> = {}
  for (const { name, restarts: count } of await manager.list()) {
    restarts[name] = (restarts[name] ?? 0) + count
  }
  return restarts
}
