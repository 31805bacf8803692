import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { serveAppView } from './appview.ts'
import { createDirectory } from './directory.ts'
import type { JetstreamEvent } from './event.ts'
import type { LoggedEvent } from './event-log.ts'
import { serveJetstream } from './jetstream-server.ts'
import { createMemoryLog } from './memory-log.ts'
import { portTaken, untilStopped } from './process.ts'
import { createAccounts } from './simulation/accounts.ts'
import { avatarOf } from './simulation/avatar.ts'
import { activityAt } from './simulation/diurnal.ts'
import { simulate } from './simulation/simulate.ts'

const USAGE = `Usage: npm run simulate -- [--port 6008] [--appview-port 6010] [--rate 30] [--accounts 400]
                           [--history 24h] [--seed 1]
Serves a simulated network: Jetstream v1 at ws://127.0.0.1:6008/subscribe, and the AppView's calls.
  --rate     events a second
  --history  what happened before the start: a number of m, h or d, or 0
  --seed     another number is another network
`

const HISTORY_EVENTS = 60_000
const KEPT_EVENTS = 150_000
const BATCH = 1000
const LEAST_PAUSE_MS = 5
const UNIT_SECONDS: Record<string, number> = { m: 60, h: 3600, d: 86_400 }

type Request = {
  port: number
  appViewPort: number
  rate: number
  accounts: number
  historySeconds: number
  seed: number
}

/** The command line, or undefined where it is not as USAGE says. */
function requestOf(args: string[]): Request | undefined {
  try {
    const text = (value: string) => ({ type: 'string', default: value }) as const
    const { values } = parseArgs({
      args,
      options: {
        port: text('6008'),
        'appview-port': text('6010'),
        rate: text('30'),
        accounts: text('400'),
        history: text('24h'),
        seed: text('1'),
      },
    })
    const history = /^(?:0|(\d+)([mhd]))$/.exec(values.history)
    const request = {
      port: Number(values.port),
      appViewPort: Number(values['appview-port']),
      rate: Number(values.rate),
      accounts: Number(values.accounts),
      historySeconds: Number(history?.[1] ?? 0) * (UNIT_SECONDS[history?.[2] ?? 'm'] ?? 0),
      seed: Number(values.seed),
    }
    const { port, appViewPort, rate, accounts, seed } = request
    const isPort = (number: number) => Number.isInteger(number) && number >= 0 && number < 65_536
    const usable = isPort(port) && isPort(appViewPort) && rate > 0 && rate < Infinity
    const whole = Number.isInteger(accounts) && accounts >= 2 && Number.isInteger(seed)
    return history && usable && whole ? request : undefined
  } catch {
    return undefined // an option that USAGE does not list
  }
}

/** Speaks the events of the past at once and those of the present when they are due. */
async function runNetwork(request: Request) {
  const nowUs = Date.now() * 1000
  const pastRate = Math.min(request.rate, HISTORY_EVENTS / request.historySeconds)
  const events = simulate({
    seed: request.seed,
    accounts: request.accounts,
    startUs: nowUs - request.historySeconds * 1e6,
    rateAt: (timeUs) => (timeUs < nowUs ? pastRate * activityAt(timeUs) : request.rate),
  })
  const accountOf = createAccounts(request.seed)
  const accounts = Array.from({ length: request.accounts }, (_, number) => accountOf(number))
  const numbers = new Map(accounts.map(({ did }, number) => [did, number]))
  const directory = createDirectory(accounts)
  const log = createMemoryLog(KEPT_EVENTS)
  let next = events.next().value

  /** What is due by a time, at most one batch of it. */
  function advance(untilUs: number): number {
    const due: LoggedEvent[] = []
    while (next.time_us <= untilUs && due.length < BATCH) {
      directory.apply(next)
      due.push(loggedOf(next))
      next = events.next().value
    }
    log.append(due)
    return due.length
  }

  while (advance(nowUs) > 0);
  await using jetstream = await serveJetstream({ port: request.port, source: log })
  await using appView = await serveAppView({
    port: request.appViewPort,
    directory,
    drawAvatar(did) {
      const number = numbers.get(did)
      return number === undefined ? undefined : avatarOf(request.seed, number)
    },
  })
  console.log(
    `Jetstream at ${jetstream.url}: ${log.size()} past events, then ${request.rate} a second`,
  )
  console.log(`AppView at ${appView.url}: ${request.accounts} accounts`)
  console.log(`Best connected accounts at ${appView.url}/demo/accounts`)

  const stopped = new AbortController()
  void untilStopped().then(() => stopped.abort())
  while (!stopped.signal.aborted) {
    advance(Date.now() * 1000)
    const pauseMs = Math.max(LEAST_PAUSE_MS, next.time_us / 1000 - Date.now())
    await sleep(pauseMs, undefined, { signal: stopped.signal }).catch((error) => {
      if (!stopped.signal.aborted) throw error
    })
  }
}

function loggedOf(event: JetstreamEvent): LoggedEvent {
  const line = JSON.stringify(event)
  return {
    line,
    bytes: Buffer.byteLength(line),
    timeUs: event.time_us,
    did: event.did,
    collection: event.kind === 'commit' ? event.commit.collection : undefined,
  }
}

const request = requestOf(process.argv.slice(2))
if (request) {
  try {
    await runNetwork(request)
  } catch (error) {
    const sentence = portTaken(error)
    if (!sentence) throw error
    console.error(sentence)
    process.exitCode = 1
  }
} else {
  process.stderr.write(USAGE)
  process.exitCode = 2
}
