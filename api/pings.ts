import type { Subscriber } from './subscriber.ts'

/** Every client is pinged once in so many seconds. */
const SECONDS = 30
const PAYLOAD = Buffer.from('orrery!!')

export type Pings = Disposable & {
  add(subscriber: Subscriber): void
  delete(subscriber: Subscriber): void
}

/**
 * Pings clients, a thirtieth of them each second, and ends the connections of those who did not answer
 * the last time.
 */
export function openPings(seconds = SECONDS): Pings {
  const turns = Array.from({ length: SECONDS }, () => new Set<Subscriber>())
  let added = 0
  let turn = 0

  const timer = setInterval(
    () => {
      for (const subscriber of turns[turn++ % SECONDS] ?? []) ping(subscriber)
    },
    (seconds / SECONDS) * 1000,
  )

  return {
    add: (subscriber) => turns[added++ % SECONDS]?.add(subscriber),
    delete(subscriber) {
      for (const each of turns) each.delete(subscriber)
    },
    [Symbol.dispose]: () => clearInterval(timer),
  }
}

function ping(subscriber: Subscriber): void {
  if (!subscriber.answered) {
    subscriber.close(1008, { error: 'NoPong', message: 'A ping was not answered in time.' })
    subscriber.socket.terminate()
    return
  }
  subscriber.answered = false
  subscriber.socket.ping(PAYLOAD)
}
