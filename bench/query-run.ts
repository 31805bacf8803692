import { connect } from '@orrery/shared/redis'
import { freePort, startRedis } from '@orrery/shared/testing'
import { startNetwork } from './live-network.ts'
import type { BenchOptions, Size } from './options.ts'
import { type BenchProcess, startProcess, until } from './process.ts'
import { type LoadedNetwork, loadNetwork, TARGETS } from './query-load.ts'
import { type Latency, measureRequests, percentilesOf, request } from './request-load.ts'
import { rounded } from './table.ts'

export type QueryRun = Awaited<ReturnType<typeof runQueries>>

/** Each of them is the first that a new process of the API answers. */
const COLD_STARTS = 5
const QUESTION_SECONDS = 10
/** Asked before a question is timed, so that a process is measured that has answered it before. */
const WARMING_REQUESTS = 200
const BACKLINKS = '/xrpc/blue.microcosm.links.getBacklink'

/** Loads a network, lets it go on at the asked-for rate, and puts each question many times. */
export async function runQueries(options: BenchOptions, size: Size) {
  const { rate, connections } = options
  await using server = await startRedis({ persist: true })
  await using redis = await connect(server.url)
  const network = await loadNetwork(redis, options.seed, size)
  await using live = await startNetwork(redis, server.url, options, size)

  const apiPort = await freePort()
  const address = `http://127.0.0.1:${apiPort}`
  const env = { ...live.env, PORT: String(apiPort) }
  const startApi = () => startProcess('api', 'api/main.ts', { profiles: options.profile, env })
  const cold = await firstAnswers(startApi, address, circleOf(network.busiest))
  await using api = startApi()
  await untilAnswers(address, [api])
  const { latencies, notes } = await ask(address, questionsOf(network), options)
  for (const each of [...live.processes, api]) each.assertRuns()
  return {
    parameters: {
      interactions: size.count,
      accounts: size.accounts,
      targetLinks: TARGETS[''],
      rate,
      connections,
    },
    latencies: { circleBusiestCold: cold.latency, ...latencies } as Record<string, Latency>,
    notes: cold.refused > 0 ? [`circleBusiestCold: ${cold.refused} refusals.`, ...notes] : notes,
    ...(await lagOf(address)),
  }
}

/** Puts the questions one after the other. One whose name ends in Cold has each path asked once. */
async function ask(
  address: string,
  questions: Record<string, string[]>,
  { requests, connections }: BenchOptions,
) {
  const latencies: Record<string, Latency> = {}
  const notes: string[] = []
  for (const [name, paths] of Object.entries(questions)) {
    const isCold = name.endsWith('Cold')
    const load = {
      address,
      pathOf: (number: number) => paths[number % paths.length] ?? '',
      connections,
      seconds: QUESTION_SECONDS,
    }
    if (!isCold) await measureRequests({ ...load, requests: WARMING_REQUESTS })
    const wanted = isCold ? paths.length : requests
    const { latency, refused } = await measureRequests({ ...load, requests: wanted })
    if (latency.requests > 0) latencies[name] = latency
    for (const [status, times] of refused) notes.push(`${name}: ${times} times status ${status}.`)
  }
  return { latencies, notes }
}

/** What is asked: each question's paths in turn; what may keep the API busy for long comes last. */
function questionsOf({ typical, busiest, targets }: LoadedNetwork): Record<string, string[]> {
  return {
    circleTypicalCold: typical.map(circleOf),
    circleTypical: typical.map(circleOf),
    interactionsTypical: typical.map((did) => `/interactions/${did}`),
    ...Object.assign({}, ...Object.entries(targets).map(([of, uri]) => linkQuestionsOf(of, uri))),
    circleBusiest: [circleOf(busiest)],
  }
}

function linkQuestionsOf(of: string, uri: string): Record<string, string[]> {
  const asked = new URLSearchParams({ subject: uri, source: 'app.bsky.feed.like:subject.uri' })
  const askedOfOld = new URLSearchParams({
    target: uri,
    collection: 'app.bsky.feed.like',
    path: '.subject.uri',
  })
  return {
    [`linksPage${of}`]: [`${BACKLINKS}s?${asked}&limit=100`],
    [`linksCount${of}`]: [`${BACKLINKS}sCount?${asked}`],
    [`linksAccounts${of}`]: [`${BACKLINKS}Dids?${asked}&limit=100`],
    [`linksDistinct${of}`]: [`/links/count/distinct-dids?${askedOfOld}`],
    [`linksAll${of}`]: [`/links/all?${askedOfOld}`],
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
