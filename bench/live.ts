import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { claimLayout } from '@orrery/shared/layout'
import { connect } from '@orrery/shared/redis'
import { freePort, startRedis } from '@orrery/shared/testing'
import type { Order, Report } from './live-clients.ts'
import { openPublisher } from './live-publisher.ts'
import { PARTITIONS } from './loading.ts'
import type { BenchOptions } from './options.ts'
import { type BenchProcess, startProcess, until, useOf } from './process.ts'
import { request } from './request-load.ts'
import type { Figures } from './result.ts'
import { printTable, rounded } from './table.ts'
import { eventsOf } from './workload.ts'

const IDLE = 10_000
const BUSY = 1000
/** As the live network. */
const RATE = 350
const SECONDS = 20
const BURST = 200
const BURSTS = 5
/** Redis, files of the program, and what comes besides. */
const OTHER_FILES = 500

type Clients = Disposable & { tell(order: Order): Promise<Report> }

/**
 * Ten thousand subscribers that wait for what never comes, and a thousand that are told all the time:
 * what each takes in memory, how late it is told, and how much can be told in a second.
 */
export async function measureLive(options: BenchOptions): Promise<Figures> {
  await assertFiles(IDLE + BUSY + OTHER_FILES)
  await using server = await startRedis()
  await using redis = await connect(server.url)
  await claimLayout(redis, { partitions: PARTITIONS, bucketHours: 1 })
  const port = await freePort()
  const env = {
    REDIS_URL: server.url,
    PORT: String(port),
    LIVE_SUBSCRIBERS: String(IDLE + BUSY + 1),
  }
  await using api = startProcess('api', 'api/main.ts', { env, profiles: options.profile })
  const address = `http://127.0.0.1:${port}`
  const answers = () =>
    request(undefined, `${address}/robots.txt`).then(({ status }) => status === 200)
  await until('the API answers', () => answers().catch(() => false), [api])
  using clients = startClients()
  const workload = { seed: options.seed, accounts: 100_000, events: 10_000_000, now: Date.now() }
  const publisher = openPublisher(redis, eventsOf(workload))

  const url = `ws://127.0.0.1:${port}/subscribe`
  // What is loaded once and what every feed remembers is not a matter of subscribers.
  await clients.tell({ kind: 'open', url, count: 1, queries: ['wantedSources=no.such.thing:a'] })
  await publisher.publishFor(5, RATE)
  const before = await settledMiB(api)
  await clients.tell({ kind: 'open', url, count: IDLE, queries: idleQueries() })
  const withIdle = await settledMiB(api)
  await clients.tell({ kind: 'open', url, count: BUSY, queries: busyQueries() })
  const steady = await measureSteady(api, clients, publisher)
  const withBusy = await settledMiB(api)
  await clients.tell({ kind: 'send', text: EVERYTHING })
  await sleep(1000)
  const fanOut = await measureBursts(api, clients, publisher)
  const { open } = await clients.tell({ kind: 'report' })

  const figures = {
    parameters: { idle: IDLE, busy: BUSY, eventsPerSecond: RATE, seconds: SECONDS },
    fanOutPerSecond: fanOut.perSecond,
    kilobytesPerIdle: rounded(((withIdle - before) * 1024) / IDLE),
    kilobytesPerBusy: rounded(((withBusy - withIdle) * 1024) / BUSY),
    residentMiB: rounded(withBusy),
    stillOpen: open,
    steady,
    fanOut,
  }
  print(figures)
  return figures
}

/** Accounts that nobody links to. */
function idleQueries(): string[] {
  const name = (index: number) => `idle${index.toString(2).padStart(14, '0')}`
  const did = (index: number) => `did:plc:${name(index).replaceAll('0', 'x').replaceAll('1', 'y')}`
  return Array.from({ length: IDLE }, (_, index) => `instant=true&wantedSubjectDids=${did(index)}`)
}

/** A tenth of all links to accounts and posts: 3 of the 32 characters that a DID may begin with. */
function busyQueries(): string[] {
  const characters = Array.from('abcdefghijklmnopqrstuvwxyz234567')
  return characters.map((_, index) => {
    const prefixes = [0, 1, 2].flatMap((step) => {
      const character = characters[(index + step) % characters.length]
      return [`at://did:plc:${character}`, `did:plc:${character}`]
    })
    const wanted = prefixes.map((prefix) => `wantedSubjectPrefixes=${encodeURIComponent(prefix)}`)
    return ['instant=true', ...wanted].join('&')
  })
}

const EVERYTHING = JSON.stringify({ type: 'options_update', payload: {} })

/** The network as it is, each busy subscriber wanting a tenth of it. */
async function measureSteady(
  api: BenchProcess,
  clients: Clients,
  publisher: ReturnType<typeof openPublisher>,
) {
  await publisher.publishFor(2, RATE)
  await clients.tell({ kind: 'report' })
  const cpu = (await useOf(api.pid)).cpuSeconds
  await publisher.publishFor(SECONDS, RATE)
  await sleep(500)
  const { messages, bytes, p50Ms, p99Ms } = await clients.tell({ kind: 'report' })
  const used = (await useOf(api.pid)).cpuSeconds - cpu
  return {
    perSecond: Math.round(messages / SECONDS),
    megabytesPerSecond: rounded(bytes / SECONDS / 1e6),
    p50Ms,
    p99Ms,
    apiCpuShare: rounded(used / SECONDS),
  }
}

/** Each busy subscriber wants everything, and as much comes as can be told. */
async function measureBursts(
  api: BenchProcess,
  clients: Clients,
  publisher: ReturnType<typeof openPublisher>,
) {
  await clients.tell({ kind: 'report' })
  let told = 0
  let seconds = 0
  const cpu = (await useOf(api.pid)).cpuSeconds
  for (let burst = 0; burst < BURSTS; burst++) {
    const began = performance.now()
    const wanted = (await publisher.publishAtOnce(BURST)) * BUSY
    let got = 0
    while (got < wanted) {
      api.assertRuns()
      if (performance.now() - began > 60_000) throw new Error(`told ${got} of ${wanted}`)
      await sleep(20)
      got += (await clients.tell({ kind: 'report' })).messages
    }
    seconds += (performance.now() - began) / 1000
    told += wanted
  }
  const used = (await useOf(api.pid)).cpuSeconds - cpu
  return {
    messages: told,
    perSecond: Math.round(told / seconds),
    apiCpuMicrosecondsPerMessage: rounded((used * 1e6) / told),
  }
}

/** The clients are a process of their own, which has files and memory of its own. */
function startClients(): Clients {
  const child = fork(join(import.meta.dirname, 'live-clients.ts'))
  const failed = once(child, 'exit').then(([code]) => {
    throw new Error(`the clients ended with ${code}`)
  })
  failed.catch(() => {}) // that is for who waits for an answer
  return {
    async tell(order) {
      const answer = once(child, 'message')
      child.send(order)
      const [report] = await Promise.race([answer, failed])
      return report as Report
    },
    [Symbol.dispose]: () => void child.kill('SIGKILL'),
  }
}

/** The least that the process takes within some seconds, because garbage comes and goes. */
async function settledMiB(api: BenchProcess): Promise<number> {
  let least = Number.POSITIVE_INFINITY
  for (let second = 0; second < 8; second++) {
    await sleep(1000)
    least = Math.min(least, (await useOf(api.pid)).residentMiB)
  }
  return least
}

/** @throws where a process may not open so many files */
async function assertFiles(wanted: number): Promise<void> {
  const limits = await readFile('/proc/self/limits', 'latin1').catch(() => '')
  const most = Number(/^Max open files +(\d+)/m.exec(limits)?.[1] ?? Number.POSITIVE_INFINITY)
  if (most >= wanted) return
  throw new Error(
    `This needs ${wanted} open files and ${most} are allowed: run ulimit -n ${wanted}.`,
  )
}

function print({ steady, fanOut, ...figures }: Record<string, unknown> & Steady): void {
  printTable(
    ['subscribers', 'kB each'],
    [
      [`${IDLE} idle`, Number(figures.kilobytesPerIdle)],
      [`${BUSY} busy`, Number(figures.kilobytesPerBusy)],
    ],
  )
  console.log()
  printTable(
    ['told', 'messages/s', 'p50 ms', 'p99 ms'],
    [
      ['as the network speaks', steady.perSecond, steady.p50Ms, steady.p99Ms],
      ['as fast as possible', fanOut.perSecond, '-', '-'],
    ],
  )
}

type Steady = {
  steady: Awaited<ReturnType<typeof measureSteady>>
  fanOut: Awaited<ReturnType<typeof measureBursts>>
}
