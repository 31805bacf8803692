import { setTimeout as sleep } from 'node:timers/promises'
import { loggedOf } from '../demo/event-log.ts'
import { serveJetstream } from '../demo/jetstream-server.ts'
import { createMemoryLog } from '../demo/memory-log.ts'
import { simulate } from '../demo/simulation/simulate.ts'
import { NaiveRecount } from '../test/naive-recount.ts'

/** A simulated network that remembers all that it sent. */
export type Network = AsyncDisposable & {
  port: number
  /** What it sent, counted in the slow and obvious way. */
  recount: NaiveRecount
  /** How many events it sent. */
  sent(): number
  /** The time of the last one, Unix microseconds. */
  lastTimeUs(): number
  /** Sets by how much the server's clock is off, in milliseconds. */
  setClock(offMs: number): void
  /** Stops speaking as soon as its clock is right again. */
  finish(): Promise<void>
}

export type NetworkOptions = { seed: number; rate: number; accounts: number }

const PAUSE_MS = 10

/**
 * Speaks at a rate from now on. The times that it gives its events grow, as those of Jetstream do: a
 * clock that is set back stands still until the time that it had shown.
 */
export async function startNetwork({ seed, rate, accounts }: NetworkOptions): Promise<Network> {
  const log = createMemoryLog(Number.POSITIVE_INFINITY)
  const recount = new NaiveRecount()
  const events = simulate({ seed, accounts, startUs: Date.now() * 1000, rateAt: () => rate })
  let next = events.next().value
  let offUs = 0
  let lastUs = 0
  let isTrue = true
  let sent = 0

  /** Sends what is due. */
  function speak(): void {
    const now = Date.now() * 1000
    const due: (typeof next)[] = []
    while (next.time_us <= now) {
      lastUs = Math.max(lastUs + 1, next.time_us + offUs)
      isTrue = lastUs === next.time_us
      due.push({ ...next, time_us: lastUs })
      next = events.next().value
    }
    for (const event of due) recount.apply(event)
    log.append(due.map(loggedOf))
    sent += due.length
  }

  const server = await serveJetstream({ port: 0, source: log })
  const speaking = setInterval(speak, PAUSE_MS)
  return {
    port: server.port,
    recount,
    sent: () => sent,
    lastTimeUs: () => lastUs,
    setClock(offMs) {
      offUs = offMs * 1000
    },
    async finish() {
      offUs = 0
      while (!isTrue) await sleep(PAUSE_MS)
      clearInterval(speaking)
    },
    async [Symbol.asyncDispose]() {
      clearInterval(speaking)
      await server[Symbol.asyncDispose]()
    },
  }
}
