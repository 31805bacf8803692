import type { Logger } from '@orrery/shared/logging'
import type { Redis } from '@orrery/shared/redis'
import type { RequestLimits } from './admission.ts'
import { type EventFeed, openEventFeed } from './event-feed.ts'
import type { EventStream } from './event-stream.ts'
import { type LiveAccounts, openLiveAccounts } from './live-accounts.ts'
import { type LiveMovers, openLiveMovers } from './live-movers.ts'
import { type LiveRate, openLiveRate } from './live-rate.ts'
import { Refusal } from './refusal.ts'
import type { Stored } from './stored.ts'
import { openSubscriptions } from './subscribe.ts'
import type { Upgrade } from './websocket-upgrades.ts'

/** What is told as it comes, to WebSockets and as Server-Sent Events. */
export type Live = AsyncDisposable & {
  feed: EventFeed
  accounts: LiveAccounts
  rate(): LiveRate
  movers(): LiveMovers
  upgrade: Upgrade
  /** @throws Refusal where there is no room for one more stream */
  makeRoom(): void
  /** How many are told at this moment. */
  subscribers(): { webSockets: number; eventStreams: number }
  /** Counts a stream among those that are told, until it ends. */
  keep(stream: EventStream): void
}

export type LiveOptions = {
  readStored: () => Promise<Stored>
  /** A connection that reading may block. */
  connectReader: () => Promise<Redis>
  /** How many links of the last minutes are remembered. */
  capacity: number
  /** How many clients there may be. */
  most: number
  pingSeconds?: number
  /** What may be asked; calls over HTTP are counted by the app itself. */
  limits?: RequestLimits | undefined
  log: Logger
  clock?: () => number
}

export function openLive(options: LiveOptions): Live {
  const { readStored, connectReader, capacity, most, clock = Date.now } = options
  const { pingSeconds, limits, log } = options
  const streams = new Set<EventStream>()
  let rate = openLiveRate()
  let movers = openLiveMovers()

  function beginCounts() {
    rate = openLiveRate()
    movers = openLiveMovers()
    const [thisRate, theseMovers] = [rate, movers]
    return {
      onEntry(entry: Parameters<LiveRate['take']>[0]) {
        thisRate.take(entry)
        theseMovers.take(entry)
      },
    }
  }

  const feed = openEventFeed({ readStored, connectReader, capacity, onlooker: beginCounts, log })
  const mostWaiting = Math.floor(capacity / 2)
  const subscriptions = openSubscriptions({
    feed,
    makeRoom,
    mostWaiting,
    pingSeconds,
    limits,
    log,
  })

  function makeRoom(): void {
    if (streams.size + subscriptions.count < most) return
    throw new Refusal(503, 'Busy', 'There are as many subscribers as this server takes.', 60)
  }

  return {
    feed,
    accounts: openLiveAccounts(clock),
    rate: () => rate,
    movers: () => movers,
    upgrade: subscriptions.upgrade,
    makeRoom,
    subscribers: () => ({ webSockets: subscriptions.count, eventStreams: streams.size }),
    keep(stream) {
      streams.add(stream)
      stream.onEnd(() => streams.delete(stream))
    },
    async [Symbol.asyncDispose]() {
      for (const stream of streams) stream.end()
      await subscriptions[Symbol.asyncDispose]()
      await feed[Symbol.asyncDispose]()
    },
  }
}
