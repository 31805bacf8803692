import { setTimeout as sleep } from 'node:timers/promises'
import { serveAppView } from './appview.ts'
import { createDirectory } from './directory.ts'
import { type LoggedEvent, loggedOf } from './event-log.ts'
import { serveJetstream } from './jetstream-server.ts'
import { createMemoryLog } from './memory-log.ts'
import { runCommand, untilStopped } from './process.ts'
import { createAccounts } from './simulation/accounts.ts'
import { avatarOf } from './simulation/avatar.ts'
import { activityAt } from './simulation/diurnal.ts'
import { simulate } from './simulation/simulate.ts'
import { requestOf, type SimulationRequest, USAGE } from './simulation-request.ts'

const HISTORY_EVENTS = 60_000
const KEPT_EVENTS = 150_000
const BATCH = 1000
const LEAST_PAUSE_MS = 5
/** Speaks the events of the past at once and those of the present when they are due. */
async function runNetwork(request: SimulationRequest) {
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
    async drawAvatar(did) {
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

await runCommand(requestOf(process.argv.slice(2)), USAGE, runNetwork)
