import { once } from 'node:events'
import { createServer, type IncomingMessage, STATUS_CODES } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import type { EventLog } from './event-log.ts'
import { play } from './jetstream-client.ts'
import { wireV1 } from './jetstream-v1.ts'
import { wireV2 } from './jetstream-v2.ts'
import type { Refused, Wire } from './jetstream-wire.ts'
import { windowOf } from './replay-window.ts'

export type JetstreamServer = AsyncDisposable & {
  /** `ws://127.0.0.1:<port>/subscribe` */
  url: string
  /** `ws://127.0.0.1:<port>/xrpc/network.bsky.jetstream.subscribeEvents` */
  urlV2: string
  port: number
  clientCount(): number
  /** Bytes that clients have not taken yet, over all clients. */
  bufferedBytes(): number
  /** Cuts every connection without a close frame, as a lost network does. */
  dropClients(): void
}

const PING_MS = 30_000
const MAX_CLIENT_MESSAGE_BYTES = 10_000_000
/** Room for 10,000 DIDs. */
const MAX_QUERY_BYTES = 1_000_000
const WIRES: Wire[] = [wireV1, wireV2]

/**
 * Jetstream v1 and v2 on the loopback address. Cursors reach back by `lookbackUs` from now, where it
 * is given, and otherwise as far as the log does.
 */
export async function serveJetstream(options: {
  port: number
  source: EventLog
  lookbackUs?: number
}): Promise<JetstreamServer> {
  const { source, lookbackUs = Infinity } = options
  const log = windowOf(source, () => Date.now() * 1000 - lookbackUs)
  const sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: MAX_CLIENT_MESSAGE_BYTES,
    handleProtocols(offered, request) {
      const { subprotocol } = wireOf(urlOf(request)) ?? {}
      return subprotocol !== undefined && offered.has(subprotocol) && subprotocol
    },
  })
  const http = createServer({ maxHeaderSize: MAX_QUERY_BYTES }, (request, response) => {
    const known = wireOf(urlOf(request))
    response.writeHead(known ? 426 : 404, { 'content-type': 'text/plain' })
    response.end(known ? 'connect with a WebSocket client\n' : 'try /subscribe\n')
  })

  http.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy())
    const url = urlOf(request)
    const wire = wireOf(url)
    if (!url || !wire) {
      return refuse(socket, wireV1, { status: 404, error: 'NotFound', message: 'try /subscribe' })
    }
    const stream = wire.open(url.searchParams, request.headers, log)
    if ('status' in stream) return refuse(socket, wire, stream)
    sockets.handleUpgrade(request, socket, head, (client) => {
      void play(client, wire, stream, log)
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
    url: `ws://127.0.0.1:${port}${wireV1.path}`,
    urlV2: `ws://127.0.0.1:${port}${wireV2.path}`,
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

function refuse(socket: Duplex, wire: Wire, refused: Refused) {
  const { type, body } = wire.refusalOf(refused)
  socket.end(
    `HTTP/1.1 ${refused.status} ${STATUS_CODES[refused.status]}\r\nContent-Type: ${type}\r\n` +
      `Connection: close\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  )
}

function wireOf(url: URL | null): Wire | undefined {
  return WIRES.find(({ path }) => path === url?.pathname)
}

function urlOf(request: IncomingMessage): URL | null {
  return URL.parse(request.url ?? '/', 'http://localhost')
}
