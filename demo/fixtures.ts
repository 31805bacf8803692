import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { zstdDecompressSync } from 'node:zlib'
import { type ClientOptions, WebSocket } from 'ws'
import { type EventLog, type LoggedEvent, loggedOf } from './event-log.ts'
import type { Dictionary } from './jetstream-dictionary.ts'
import { serveJetstream } from './jetstream-server.ts'
import { createMemoryLog } from './memory-log.ts'

/** A Jetstream client for tests: it keeps what it receives. */
export type TestClient = AsyncDisposable & {
  socket: WebSocket
  lines: string[]
  /** The next lines until there are `count` in all. */
  received(count: number): Promise<string[]>
  closed: Promise<number>
  /** What the close frame said, once there was one. */
  reason: string
}

/** With a dictionary every frame has to be binary and made with it, without one none. */
export async function connect(
  url: string,
  query = '',
  options: { dictionary?: Buffer; headers?: Record<string, string>; protocols?: string[] } = {},
): Promise<TestClient> {
  const { dictionary, headers = {}, protocols = [] } = options
  const socket = new WebSocket(`${url}${query}`, protocols, { perMessageDeflate: false, headers })
  const lines: string[] = []
  socket.on('message', (data: Buffer, isBinary) => {
    if (isBinary !== (dictionary !== undefined)) throw new Error('a frame of the wrong type')
    lines.push((dictionary ? zstdDecompressSync(data, { dictionary }) : data).toString())
  })
  const closed = new Promise<number>((resolve) => {
    socket.once('close', (code, reason) => {
      client.reason = reason.toString()
      resolve(code)
    })
  })
  const client: TestClient = {
    socket,
    lines,
    closed,
    reason: '',
    async received(count) {
      while (lines.length < count) await sleep(2)
      return lines
    },
    async [Symbol.asyncDispose]() {
      socket.terminate()
      await closed
    },
  }
  await once(socket, 'open')
  return client
}

/** Status and body of a handshake that the server refuses. */
export async function refusal(
  url: string,
  options: ClientOptions = {},
): Promise<{ status: number; body: string }> {
  const socket = new WebSocket(url, { perMessageDeflate: false, ...options })
  const [, response] = await once(socket, 'unexpected-response')
  let body = ''
  for await (const chunk of response) body += chunk
  return { status: response.statusCode, body }
}

/** A server on a log in memory, and how many of its clients are being read to. */
export async function serveLog(
  events: LoggedEvent[] = [],
  options: { capacity?: number; lookbackUs?: number; dictionary?: Dictionary } = {},
) {
  const source = createMemoryLog(options.capacity ?? 1000)
  source.append(events)
  let readers = 0
  const counted: EventLog = {
    ...source,
    async *read(seq, signal) {
      readers++
      try {
        yield* source.read(seq, signal)
      } finally {
        readers--
      }
    },
  }
  const server = await serveJetstream({ port: 0, source: counted, ...options })
  return {
    source,
    server,
    readerCount: () => readers,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}

/** Resolves when the server has handled all that was sent before. */
export async function answered({ socket }: TestClient) {
  const pong = once(socket, 'pong')
  socket.ping()
  await pong
}

export async function until(condition: () => boolean) {
  while (!condition()) await sleep(2)
}

/** A like by `did` as a log keeps it. */
export function like(timeUs: number, did = ANNA): LoggedEvent {
  return commit(timeUs, did, 'app.bsky.feed.like')
}

export const ANNA = 'did:plc:aaaaaaaaaaaaaaaaaaaaaaaa'
export const BELA = 'did:plc:bbbbbbbbbbbbbbbbbbbbbbbb'
/** Whose event comes last. */
export const END = 'did:plc:eeeeeeeeeeeeeeeeeeeeeeee'

export function commit(timeUs: number, did: string, collection: string, text = ''): LoggedEvent {
  const rkey = '3mmoojp7etg2g'
  const record = { $type: collection, text }
  return loggedOf({
    did,
    time_us: timeUs,
    kind: 'commit',
    commit: { rev: rkey, operation: 'create', collection, rkey, record },
  })
}

export function identity(timeUs: number, did: string): LoggedEvent {
  return loggedOf({ did, time_us: timeUs, kind: 'identity', identity: { did, seq: timeUs } })
}

export function account(timeUs: number, did: string): LoggedEvent {
  return loggedOf({ did, time_us: timeUs, kind: 'account', account: { did, active: true } })
}

export function sync(timeUs: number, did: string): LoggedEvent {
  return loggedOf({ did, time_us: timeUs, kind: 'sync', sync: { did, rev: '3mmoojp7etg2g' } })
}
