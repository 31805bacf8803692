import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { type WebSocket, WebSocketServer } from 'ws'
import type { EventLog, LoggedEvent } from './event-log.ts'
import { parseClientMessage, parseSubscription, type Subscription, wants } from './subscription.ts'

export type JetstreamServer = AsyncDisposable & {
  /** `ws://127.0.0.1:<port>/subscribe` */
  url: string
  port: number
  clientCount(): number
  /** Bytes that clients have not taken yet, over all clients. */
  bufferedBytes(): number
  /** Cuts every connection without a close frame, as a lost network does. */
  dropClients(): void
}

const PING_MS = 30_000
const MAX_CLIENT_MESSAGE_BYTES = 10_000_000
const BUFFER_BYTES = 1_000_000
/** Room for 10,000 wantedDids. */
const MAX_QUERY_BYTES = 1_000_000

/**
 * Jetstream v1's `/subscribe` on the loopback address, without compression. A client that reads
 * slowly makes its own reading of the log wait: nothing is queued for it.
 */
export async function serveJetstream(options: {
  port: number
  source: EventLog
}): Promise<JetstreamServer> {
  const sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: MAX_CLIENT_MESSAGE_BYTES,
  })
  const http = createServer({ maxHeaderSize: MAX_QUERY_BYTES }, (request, response) => {
    const known = urlOf(request)?.pathname === '/subscribe'
    response.writeHead(known ? 426 : 404, { 'content-type': 'text/plain' })
    response.end(known ? 'connect with a WebSocket client\n' : 'try /subscribe\n')
  })

  http.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy())
    const url = urlOf(request)
    if (url?.pathname !== '/subscribe') return refuse(socket, '404 Not Found', 'try /subscribe')
    if (request.headers['socket-encoding'] === 'zstd') url.searchParams.set('compress', 'true')
    const subscription = parseSubscription(url.searchParams)
    if ('refused' in subscription) return refuse(socket, '400 Bad Request', subscription.refused)
    sockets.handleUpgrade(request, socket, head, (client) => {
      void play(client, options.source, subscription)
    })
  })

  http.listen(options.port, '127.0.0.1')
  await once(http, 'listening')
  const { port } = http.address() as AddressInfo
  const pings = setInterval(() => {
    for (const client of sockets.clients) client.ping()
  }, PING_MS)

  const dropClients = () => {
    for (const client of sockets.clients) client.terminate()
  }
  return {
    url: `ws://127.0.0.1:${port}/subscribe`,
    port,
    clientCount: () => sockets.clients.size,
    bufferedBytes: () =>
      [...sockets.clients].reduce((sum, client) => sum + client.bufferedAmount, 0),
    dropClients,
    async [Symbol.asyncDispose]() {
      clearInterval(pings)
      dropClients()
      http.close()
      http.closeAllConnections()
      await once(http, 'close')
    },
  }
}

/** Sends what the client's filter wants until the client or the log ends. */
async function play(client: WebSocket, source: EventLog, subscription: Subscription) {
  let { filter } = subscription
  const closed = new AbortController()
  const hello = Promise.withResolvers<void>()
  client.on('close', () => {
    closed.abort()
    hello.resolve()
  })
  client.on('error', () => client.terminate())
  client.on('message', (data) => {
    const message = parseClientMessage(data.toString())
    if ('refused' in message) {
      closed.abort()
      return client.close(1008, 'options_update not accepted')
    }
    if (message.type === 'ignored') return
    filter = message.filter
    hello.resolve()
  })

  if (subscription.requireHello) await hello.promise
  for await (const batch of source.read(subscription.cursor, closed.signal)) {
    await sendAll(
      client,
      batch.filter((event) => wants(filter, event)),
    )
  }
  if (!closed.signal.aborted) client.terminate()
}

/** Waits for the client when it is behind, and in any case lets the others have their turn. */
async function sendAll(client: WebSocket, events: LoggedEvent[]) {
  const last = events.at(-1)
  if (!last) return nextTurn()
  for (const { line } of events.slice(0, -1)) client.send(line, { binary: false })
  const { promise, resolve } = Promise.withResolvers<void>()
  client.send(last.line, { binary: false }, () => resolve())
  if (client.bufferedAmount > BUFFER_BYTES) await promise
  else await nextTurn()
}

function refuse(socket: Duplex, status: string, sentence: string) {
  const body = `${sentence}\n`
  socket.end(
    `HTTP/1.1 ${status}\r\nContent-Type: text/plain\r\nConnection: close\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  )
}

function urlOf(request: IncomingMessage): URL | null {
  return URL.parse(request.url ?? '/', 'http://localhost')
}
