import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { WebSocket } from 'ws'
import { type LoggedEvent, loggedOf } from './event-log.ts'

/** A Jetstream client for tests: it keeps what it receives. */
export type TestClient = AsyncDisposable & {
  socket: WebSocket
  lines: string[]
  /** The next lines until there are `count` in all. */
  received(count: number): Promise<string[]>
  closed: Promise<number>
}

export async function connect(url: string, query = ''): Promise<TestClient> {
  const socket = new WebSocket(`${url}${query}`, { perMessageDeflate: false })
  const lines: string[] = []
  socket.on('message', (data, isBinary) => {
    if (isBinary) throw new Error('events are text frames')
    lines.push(data.toString())
  })
  const closed = once(socket, 'close').then(([code]) => Number(code))
  await once(socket, 'open')
  return {
    socket,
    lines,
    closed,
    async received(count) {
      while (lines.length < count) await sleep(2)
      return lines
    },
    async [Symbol.asyncDispose]() {
      socket.terminate()
      await closed
    },
  }
}

/** Status and body of a handshake that the server refuses. */
export async function refusal(
  url: string,
  headers = {},
): Promise<{ status: number; body: string }> {
  const socket = new WebSocket(url, { perMessageDeflate: false, headers })
  const [, response] = await once(socket, 'unexpected-response')
  let body = ''
  for await (const chunk of response) body += chunk
  return { status: response.statusCode, body }
}

/** A like by `did` as a log keeps it. */
export function like(timeUs: number, did = 'did:plc:aaaaaaaaaaaaaaaaaaaaaaaa'): LoggedEvent {
  return commit(timeUs, did, 'app.bsky.feed.like')
}

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
