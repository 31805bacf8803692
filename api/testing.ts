import type { ClientRequest, IncomingMessage } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Router } from '@koa/router'
import { readEvent } from '@orrery/shared/event'
import { claimLayout } from '@orrery/shared/layout'
import { createLog } from '@orrery/shared/logging'
import { connect, type Redis } from '@orrery/shared/redis'
import { openStore } from '@orrery/shared/store'
import { freePort, startRedis, type TestRedis } from '@orrery/shared/testing'
import { applyEvents } from '../indexer/apply-events.ts'
import { type Limits, openWriter, type Writer } from '../indexer/writer.ts'
import type { RequestLimits } from './admission.ts'
import { createApp } from './app.ts'
import { openAppView } from './appview.ts'
import { parseAvatarHosts } from './avatar-hosts.ts'
import { openKeys } from './known-keys.ts'
import { openLive } from './live.ts'
import { openQuota } from './quota.ts'
import { serve } from './server.ts'
import { openStored } from './stored.ts'

/** An answer of the API; `json` is undefined where the body is none. */
export type Answer = { status: number; headers: Headers; text: string; json: unknown }

/** What the router answers, as it is written there. */
export type TestRoute = { method: string; path: string }

export type TestApi = AsyncDisposable & {
  url: string
  routes: TestRoute[]
  server: TestRedis
  redis: Redis
  get(path: string, init?: RequestInit): Promise<Answer>
  /** Applies events (as Jetstream v1 writes them) as the indexer would. */
  apply(events: object[]): Promise<void>
}

export type TestApiOptions = {
  /** Where the AppView is; nobody listens there by default. */
  appViewUrl?: string
  retentionHours?: number
  didWeb?: string
  /** Where avatars come from, as the setting has it. */
  avatarHosts?: string
  clock?: () => number
  /** How many may be told at once as things come. */
  most?: number
  /** How long an answer may take, in milliseconds. */
  patience?: number
  /** From how many links within one `apply` on are targets and accounts kept apart. */
  limits?: Limits
  /** What may be asked in a minute, as the settings have it; without end by default. */
  requestLimits?: Omit<RequestLimits, 'readKey' | 'take'>
}

const PARTITIONS = 4

/** The whole API over HTTP, on a Redis of its own. */
export async function startApi(options: TestApiOptions = {}): Promise<TestApi> {
  const { retentionHours = 48, clock = Date.now } = options
  const server = await startRedis()
  const writing = await connect(server.url)
  const reading = await connect(server.url, { failFast: true })
  const log = createLog('api', 'silent' as 'fatal')
  const appViewUrl = options.appViewUrl ?? `http://127.0.0.1:${await freePort()}`
  const readStored = openStored(reading, retentionHours)
  const limits = options.requestLimits && {
    ...options.requestLimits,
    readKey: openKeys(reading, clock),
    take: openQuota(reading, clock),
  }
  const live = openLive({
    readStored,
    connectReader: () => connect(server.url, { failFast: true }),
    capacity: 10_000,
    most: options.most ?? 100,
    limits,
    log,
    clock,
  })
  const app = createApp({
    readStored,
    live,
    appView: openAppView({ url: appViewUrl, log, clock, patience: 300 }),
    siteUrl: 'https://site.example',
    didWeb: options.didWeb,
    avatars: { hosts: parseAvatarHosts(options.avatarHosts ?? '') ?? new Map(), budget: 1_000_000 },
    log,
    clock,
    ...(options.patience && { patience: options.patience }),
    ...(limits && { limits }),
  })
  const http = await serve(app.callback(), { host: '127.0.0.1', port: 0, live })
  await untilReady(reading)

  return {
    url: http.url,
    routes: routesOf(app),
    server,
    redis: writing,
    get: (path, init) => fetch(http.url + path, init).then(answerOf),
    async apply(events) {
      const layout = await claimLayout(writing, { partitions: PARTITIONS, bucketHours: 1 })
      const store = openStore(writing, layout, retentionHours)
      const writer = await openWriter(store, options.limits)
      const read = events.map((event) => {
        const result = readEvent(JSON.stringify(event))
        if ('reason' in result) throw new Error(result.reason)
        return result.event
      })
      await refresh(writer, clock())
      await applyEvents(writer, read, clock())
      await refresh(writer, clock() + 1000)
    },
    async [Symbol.asyncDispose]() {
      await http[Symbol.asyncDispose]()
      await reading[Symbol.asyncDispose]()
      await writing[Symbol.asyncDispose]()
      await server[Symbol.asyncDispose]()
    },
  }
}

function routesOf({ middleware }: ReturnType<typeof createApp>): TestRoute[] {
  const layers = middleware.flatMap((each) =>
    'router' in each ? (each.router as Router).stack : [],
  )
  return layers.flatMap(({ methods, path }) =>
    methods.map((method) => ({ method, path: String(path) })),
  )
}

/** Lets the writer learn what is busy or hot, as it does before each batch. */
async function refresh({ busy, hot }: Writer, now: number): Promise<void> {
  await busy.refresh(now)
  for (let partition = 0; partition < PARTITIONS; partition++) await hot.refresh(partition, now)
}

export async function untilReady(redis: Redis): Promise<void> {
  while (!redis.isReady) await sleep(5)
}

/** The answer to a request that need not be whole; where it is a WebSocket, that is left at once. */
export async function answerTo(asked: ClientRequest): Promise<Answer> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    asked.once('upgrade', (upgraded, socket) => {
      resolve(upgraded)
      socket.destroy()
    })
    asked.once('response', resolve).once('error', reject)
  })
  const { statusCode: status = 0 } = response
  const headers = new Headers(
    Object.entries(response.headers).map(([name, value]) => [name, String(value)]),
  )
  const chunks: Buffer[] = status === 101 ? [] : await Array.fromAsync(response)
  asked.destroy()
  return answerWith(status, headers, Buffer.concat(chunks).toString())
}

async function answerOf(response: Response): Promise<Answer> {
  return answerWith(response.status, response.headers, await response.text())
}

function answerWith(status: number, headers: Headers, text: string): Answer {
  const isJson = headers.get('content-type')?.startsWith('application/json') && text
  return { status, headers, text, json: isJson ? JSON.parse(text) : undefined }
}
