import { once } from 'node:events'
import { request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { readEvent } from '@orrery/shared/event'
import { partitionOf } from '@orrery/shared/hash'
import { keys } from '@orrery/shared/keys'
import { claimLayout } from '@orrery/shared/layout'
import { createLog } from '@orrery/shared/logging'
import { connect, type Redis } from '@orrery/shared/redis'
import { openStore } from '@orrery/shared/store'
import { startRedis, type TestRedis } from '@orrery/shared/testing'
import { WebSocket } from 'ws'
import { applyEvents } from '../indexer/apply-events.ts'
import { openWriter } from '../indexer/writer.ts'
import { createApp } from './app.ts'
import { openAppView } from './appview.ts'
import { type LiveOptions, openLive } from './live.ts'
import { type Server as HttpServer, serve } from './server.ts'
import { openStored } from './stored.ts'
import { type Answer, answerTo, untilReady } from './testing.ts'

export const PARTITIONS = 4

type AnyServer = AsyncDisposable & { url: string }

export type TestLive<Server extends AnyServer = TestRedis> = AsyncDisposable & {
  server: Server
  redis: Redis
  /** Puts the events into the streams, so many in an entry; `at` is when, in milliseconds. */
  publish(events: object[], options?: { perEntry?: number; at?: number }): Promise<void>
  /** Indexes what was published. */
  index(): Promise<void>
  /** Starts an API; several may run. */
  startApi(options?: Partial<LiveOptions>): Promise<HttpServer>
}

/** A Redis with event streams, and APIs that follow them. */
export async function startLive(): Promise<TestLive> {
  return startLiveOn(await startRedis())
}

/** The same on a server of another kind, which ends with it. */
export async function startLiveOn<Server extends AnyServer>(
  server: Server,
): Promise<TestLive<Server>> {
  const redis = await connect(server.url)
  const layout = await claimLayout(redis, { partitions: PARTITIONS, bucketHours: 1 })
  const partitions = Array.from({ length: PARTITIONS }, (_, partition) => keys.events(partition))
  for (const stream of partitions) {
    await redis.xGroupCreate(stream, 'indexer', '0', { MKSTREAM: true })
  }
  const stack = new AsyncDisposableStack()

  async function startApi(options: Partial<LiveOptions> = {}): Promise<HttpServer> {
    const log = createLog('api', 'silent' as 'fatal')
    const reading = await connect(server.url, { failFast: true })
    await untilReady(reading)
    const readStored = openStored(reading, 48)
    const connectReader = () => connect(server.url, { failFast: true })
    const live = openLive({
      readStored,
      connectReader,
      capacity: 100_000,
      most: 1000,
      log,
      ...options,
    })
    const appView = openAppView({ url: 'http://127.0.0.1:9', log, patience: 300 })
    const app = createApp({ readStored, appView, siteUrl: 'https://site.example', log, live })
    const http = await serve(app.callback(), { host: '127.0.0.1', port: 0, live })
    let ended: Promise<void> | undefined
    const end = async () => {
      await http[Symbol.asyncDispose]()
      await reading[Symbol.asyncDispose]()
    }
    const api = {
      url: http.url,
      [Symbol.asyncDispose]() {
        ended ??= end()
        return ended
      },
    }
    return stack.use(api)
  }

  return {
    server,
    redis,
    startApi,
    async publish(events, { perEntry = 3, at: time } = {}) {
      const lines = events as { did: string }[]
      const groups = Map.groupBy(lines, ({ did }) => partitionOf(did, PARTITIONS))
      for (const [partition, group] of groups) {
        for (let at = 0; at < group.length; at += perEntry) {
          const some = group.slice(at, at + perEntry).map((event) => JSON.stringify(event))
          const id = time === undefined ? '*' : `${time}-*`
          await redis.xAdd(keys.events(partition), id, { d: some.join('\n') })
        }
      }
    },
    async index() {
      const writer = await openWriter(openStore(redis, layout, 48))
      for (const key of partitions) {
        const streams = await redis.xReadGroup('indexer', 'one', { key, id: '>' })
        for (const { id, message } of streams?.[0]?.messages ?? []) {
          const events = (message.d ?? '').split('\n').flatMap((line) => {
            const read = readEvent(line)
            return 'event' in read ? [read.event] : []
          })
          await applyEvents(writer, events, Date.now())
          await redis.xAck(key, 'indexer', id)
        }
      }
    },
    async [Symbol.asyncDispose]() {
      await stack.disposeAsync()
      await redis[Symbol.asyncDispose]()
      await server[Symbol.asyncDispose]()
    },
  }
}

export type LinkMessage = {
  kind: 'link'
  origin: string
  link: {
    operation: string
    source: string
    source_record: string
    source_rev: string
    subject: string
  }
  time: string
  cursor: string
}
type OtherMessage = { kind: 'error' | 'gap'; error?: string; message: string; cursor?: string }
export type Message = LinkMessage | OtherMessage

/** A client that keeps all that it is told. */
export type TestClient = Disposable & {
  socket: WebSocket
  messages: Message[]
  links(): LinkMessage[]
  /** Resolves with the code of the end. */
  ended: Promise<number>
  until(check: (messages: Message[]) => boolean): Promise<void>
}

/** @param query of `/subscribe` */
export async function subscribe({ url }: { url: string }, query = ''): Promise<TestClient> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/subscribe?${query}`)
  const messages: Message[] = []
  socket.on('message', (data: Buffer) => messages.push(JSON.parse(data.toString())))
  const ended = once(socket, 'close').then(([code]) => code as number)
  await once(socket, 'open')
  return {
    socket,
    messages,
    links: () => messages.filter((message) => message.kind === 'link'),
    ended,
    async until(check) {
      for (let waited = 0; !check(messages); waited += 10) {
        if (waited > 15_000) throw new Error(`still ${JSON.stringify(messages.slice(-5))}`)
        await sleep(10)
      }
    },
    [Symbol.dispose]: () => socket.terminate(),
  }
}

/** Asks for a WebSocket and leaves it at once where it is given: what is answered. */
export function askForUpgrade(url: string, headers: Record<string, string> = {}): Promise<Answer> {
  return answerTo(request(url, { headers: { ...UPGRADE, ...headers } }).end())
}

/** What asks for a WebSocket. */
export const UPGRADE = {
  Connection: 'Upgrade',
  Upgrade: 'websocket',
  'Sec-WebSocket-Version': '13',
  'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
}

/** The cursor before everything. */
export const BEGINNING = Array.from({ length: PARTITIONS }, () => '0-0').join('_')
