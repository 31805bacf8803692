import { connect } from '@orrery/shared/redis'
import { freePort, startRedis } from '@orrery/shared/testing'
import { entriesRead } from './backlog.ts'
import { PARTITIONS } from './loading.ts'
import type { BenchOptions, Size } from './options.ts'
import { type BenchProcess, startProcess, until } from './process.ts'
import { type LoadedNetwork, loadNetwork, TARGET_LINKS } from './query-load.ts'
import { type Latency, measureRequests, percentilesOf, request } from './request-load.ts'
import { rounded } from './table.ts'

export type QueryRun = Awaited<ReturnType<typeof runQueries>>

/** Each of them is the first that a new process of the API answers. */
const COLD_STARTS = 5
const QUESTION_SECONDS = 20
const BACKLINKS = '/xrpc/blue.microcosm.links.getBacklinks'

/** Loads a network, lets it go on at the asked-for rate, and puts each question many times. */
export async function runQueries(options: BenchOptions, size: Size) {
  const { seed, rate, connections, requests, profile } = options
  await using server = await startRedis({ persist: true })
  await using redis = await connect(server.url)
  const network = await loadNetwork(redis, seed, size)

  const env = { REDIS_URL: server.url, PARTITIONS: String(PARTITIONS), RETENTION_HOURS: '48' }
  const [jetstreamPort, appViewPort] = [await freePort(), await freePort()]
  const simulated = { rate, seed, accounts: size.accounts, history: 0 }
  const ports = { port: jetstreamPort, 'appview-port': appViewPort }
  const parameters = Object.entries({ ...simulated, ...ports }).flatMap(([name, value]) => [
    `--${name}`,
    String(value),
  ])
  await using source = startProcess('simulator', 'demo/simulate.ts', { parameters })
  await until('the network speaks', () => source.output().includes('AppView at'), [source])
  await using stack = new AsyncDisposableStack()
  const start = (name: string, script: string, more: Record<string, string> = {}) =>
    stack.use(startProcess(name, script, { env: { ...env, ...more } }))
  const running = [
    start('indexer', 'indexer/main.ts'),
    start('scheduler', 'scheduler/main.ts'),
    start('firehose', 'firehose/main.ts', {
      JETSTREAM_URL: `ws://127.0.0.1:${jetstreamPort}/subscribe`,
    }),
  ]
  await until('events arrive', async () => (await entriesRead(redis, PARTITIONS)) > 100, running)

  const apiPort = await freePort()
  const address = `http://127.0.0.1:${apiPort}`
  const startApi = () =>
    startProcess('api', 'api/main.ts', {
      profiles: profile,
      env: { ...env, PORT: String(apiPort), APPVIEW_URL: `http://127.0.0.1:${appViewPort}` },
    })
  const latencies: Record<string, Latency> = {}
  const notes: string[] = []

  const cold = await firstAnswers(startApi, address, circleOf(network.busiest))
  latencies.circleBusiestCold = cold.latency
  if (cold.refused > 0)
    notes.push(`circleBusiestCold: ${cold.refused} of ${COLD_STARTS} answers were refusals.`)
  await using api = startApi()
  await untilAnswers(address, [api])
  for (const [name, paths] of Object.entries(questionsOf(network))) {
    const once = name.endsWith('Cold')
    const { latency, refused } = await measureRequests({
      address,
      pathOf: (number) => paths[number % paths.length] ?? '',
      requests: once ? paths.length : requests,
      connections,
      seconds: QUESTION_SECONDS,
    })
    if (latency.requests > 0) latencies[name] = latency
    for (const [status, times] of refused) notes.push(`${name}: ${times} times status ${status}.`)
    for (const each of running) each.assertRuns()
  }
  return {
    parameters: {
      interactions: size.count,
      accounts: size.accounts,
      targetLinks: TARGET_LINKS,
      rate,
      connections,
    },
    latencies,
    notes,
    ...(await lagOf(address)),
  }
}

/** What is asked: each question's paths in turn; what may keep the API busy for long comes last. */
function questionsOf({ typical, busiest, target }: LoadedNetwork): Record<string, string[]> {
  const query = new URLSearchParams({ subject: target, source: 'app.bsky.feed.like:subject.uri' })
  return {
    circleTypicalCold: typical.map(circleOf),
    circleTypical: typical.map(circleOf),
    interactionsTypical: typical.map((did) => `/interactions/${did}`),
    linksPage: [`${BACKLINKS}?${query}&limit=100`],
    linksCount: [`${BACKLINKS}Count?${query}`],
    circleBusiest: [circleOf(busiest)],
  }
}

function circleOf(did: string): string {
  return `/circles/${did}`
}

/** The first answer of each of some processes of the API, started for it; refusals are timed, too. */
async function firstAnswers(
  startApi: () => BenchProcess,
  address: string,
  path: string,
): Promise<{ latency: Latency; refused: number }> {
  const times: number[] = []
  let bytes = 0
  let refused = 0
  for (let number = 0; number < COLD_STARTS; number++) {
    await using api = startApi()
    await untilAnswers(address, [api])
    const started = performance.now()
    const answer = await request(undefined, address + path)
    times.push(performance.now() - started)
    if (answer.status !== 200) refused++
    bytes = answer.bytes
  }
  const perSecond = rounded((times.length * 1000) / times.reduce((sum, time) => sum + time, 0))
  const latency = { ...percentilesOf(times), requests: times.length, perSecond, bytes }
  return { latency, refused }
}

/** How far behind the network the store is: seconds to the feed, entries that wait to be indexed. */
async function lagOf(address: string): Promise<{ lagSeconds: number; backlogEntries: number }> {
  const answer = await fetch(`${address}/health`)
  const { firehose, indexer } = (await answer.json()) as {
    firehose: { lagSeconds: number }
    indexer: { backlog: number }
  }
  return { lagSeconds: firehose.lagSeconds, backlogEntries: indexer.backlog }
}

async function untilAnswers(address: string, processes: BenchProcess[]): Promise<void> {
  const answers = () =>
    request(undefined, `${address}/health`).then(
      ({ status }) => status === 200,
      () => false, // it does not listen yet
    )
  await until('the API answers', answers, processes)
}
