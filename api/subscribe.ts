import type { Duplex } from 'node:stream'
import type { Logger } from '@orrery/shared/logging'
import type { WebSocket } from 'ws'
import type { RequestLimits } from './admission.ts'
import type { EventFeed, Feed } from './event-feed.ts'
import { type FanOut, openFanOut } from './fan-out.ts'
import { openPings } from './pings.ts'
import { badRequest, Refusal, refusalOf } from './refusal.ts'
import { sizeOfFilter } from './subscribe-filter.ts'
import type { Farewell } from './subscribe-message.ts'
import { readOptionsUpdate, type SubscribeOptions } from './subscribe-parameters.ts'
import { refuseForeign } from './subscribe-request.ts'
import { Subscriber } from './subscriber.ts'
import { openUpgrades, type Upgrade } from './websocket-upgrades.ts'

export type Subscriptions = AsyncDisposable & {
  upgrade: Upgrade
  readonly count: number
}

export type SubscriptionsOptions = {
  feed: EventFeed
  /** @throws Refusal where there is no room for one more */
  makeRoom(): void
  /** How many links wait for those who are told later. */
  mostWaiting: number
  pingSeconds?: number | undefined
  /** Without them everybody may ask as much as they like. */
  limits?: RequestLimits | undefined
  log: Logger
}

const LONGEST_MESSAGE = 10 * 2 ** 20
/** Longer messages than are read, so that what is too long can be said to be. */
const LONGEST_FRAME = LONGEST_MESSAGE + 2 ** 20
/** What the filters of all clients may take in memory, in bytes. */
const MOST_FILTERS = 512 * 2 ** 20
const GRACE = 1000
const TOO_MUCH = new Refusal(503, 'Busy', 'Too much is wanted by all together.', 60)
const CLOSING = new Refusal(503, 'Busy', 'The server stops or starts anew.', 5)
const RESTARTING: Farewell = {
  error: 'Restarting',
  message: 'The server stops or starts anew; come back with the cursor.',
}

/** The WebSocket `/subscribe`: the README has its contract. */
export function openSubscriptions(options: SubscriptionsOptions): Subscriptions {
  const { feed, makeRoom, mostWaiting, limits, log } = options
  const pings = openPings(options.pingSeconds)
  const subscribers = new Set<Subscriber>()
  let filters = 0
  let isClosing = false
  let fanning: { feed: Feed; fanOut: FanOut; unlisten: () => void } | undefined

  function stopFanning(): void {
    fanning?.unlisten()
    fanning?.fanOut[Symbol.dispose]()
    fanning = undefined
  }

  function fanOutOf(open: Feed): FanOut {
    if (fanning?.feed === open) return fanning.fanOut
    stopFanning()
    const unlisten = open.listen({
      onEntry: () => {},
      onGap() {
        for (const subscriber of subscribers) subscriber.tellGap()
      },
      onEnd: () => closeAll(),
    })
    fanning = { feed: open, fanOut: openFanOut(open, mostWaiting), unlisten }
    return fanning.fanOut
  }

  function closeAll(): void {
    for (const subscriber of subscribers) subscriber.close(1012, RESTARTING)
  }

  function leave(subscriber: Subscriber): void {
    subscriber.leave()
    if (!subscribers.delete(subscriber)) return
    pings.delete(subscriber)
    filters -= sizeOfFilter(subscriber.filter)
    if (subscribers.size === 0) stopFanning()
  }

  function setFilter(subscriber: Subscriber, text: string): void {
    const filter = readOptionsUpdate(text)
    const size = filters - sizeOfFilter(subscriber.filter) + sizeOfFilter(filter)
    if (size > MOST_FILTERS) throw TOO_MUCH
    filters = size
    subscriber.filter = filter
  }

  async function begin(subscriber: Subscriber, { instant, beginning }: SubscribeOptions) {
    const opened = await feed.open()
    if (subscriber.isClosed) return
    const { atOnce, later } = fanOutOf(opened)
    refuseForeign(beginning, opened)
    subscriber.begin({ audience: instant ? atOnce : later, feed: opened }, beginning)
  }

  /** Does something for a client; what is refused is said before the connection ends. */
  async function answer(subscriber: Subscriber, act: () => void | Promise<void>): Promise<void> {
    try {
      await act()
    } catch (error) {
      const refusal = refusalOf(error)
      if (refusal.status === 500) log.error({ err: error }, 'a subscriber could not be served')
      const { code, message } = refusal
      subscriber.close(refusal.status < 500 ? 1008 : 1013, { error: code, message })
    }
  }

  function accept(socket: WebSocket, stream: Duplex, asked: SubscribeOptions): void {
    const subscriber = new Subscriber(socket, stream, asked.filter)
    subscribers.add(subscriber)
    pings.add(subscriber)
    filters += sizeOfFilter(asked.filter)
    socket.on(
      'message',
      (data: Buffer) =>
        void answer(subscriber, () => {
          if (data.length > LONGEST_MESSAGE) throw badRequest('A message has at most 10 MiB.')
          setFilter(subscriber, data.toString())
        }),
    )
    socket.on('pong', () => {
      subscriber.answered = true
    })
    socket.on('error', () => socket.terminate())
    socket.on('close', () => leave(subscriber))
    void answer(subscriber, () => begin(subscriber, asked))
  }

  function check({ filter }: SubscribeOptions): void {
    if (isClosing) throw CLOSING
    makeRoom()
    if (filters + sizeOfFilter(filter) > MOST_FILTERS) throw TOO_MUCH
  }

  return {
    upgrade: openUpgrades({ limits, longest: LONGEST_FRAME, check, accept, log }),
    get count() {
      return subscribers.size
    },
    async [Symbol.asyncDispose]() {
      isClosing = true
      pings[Symbol.dispose]()
      const all = [...subscribers]
      closeAll()
      const cut = setTimeout(() => {
        for (const { socket } of all) socket.terminate()
      }, GRACE)
      await Promise.all(all.map(({ socket }) => closed(socket)))
      clearTimeout(cut)
      stopFanning()
    },
  }
}

function closed(socket: WebSocket): Promise<void> {
  if (socket.readyState === socket.CLOSED) return Promise.resolve()
  return new Promise((resolve) => socket.once('close', () => resolve()))
}
