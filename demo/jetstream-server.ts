import { once } from 'node:events'
import { createServer, type IncomingMessage, STATUS_CODES } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import type { EventLog } from './event-log.ts'
import { type Client, play } from './jetstream-client.ts'
import { withClock } from './jetstream-clock.ts'
import { type Dictionary, usualDictionary } from './jetstream-dictionary.ts'
import { createFaults, type Fault } from './jetstream-faults.ts'
import { answer } from './jetstream-requests.ts'
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
  /** Makes the server misbehave. */
  inflict(fault: Fault): void
}

const PING_MS = 30_000
const MAX_CLIENT_MESSAGE_BYTES = 10_000_000
/** Room for 10,000 DIDs. */
const MAX_QUERY_BYTES = 1_000_000
const WIRES: Wire[] = [wireV1, wireV2]
const NOT_FOUND: Refused = { status: 404, error: 'NotFound', message: 'try /subscribe' }
const NOT_READY: Refused = { status: 503, error: 'ServiceUnavailable', message: 'not ready' }

/**
 * Jetstream v1 and v2 on the loopback address. Cursors reach back by `lookbackUs` from now, where it
 * is given, and otherwise as far as the log does. Frames are compressed with `dictionary`, on both
 * wires, for clients that ask for it.
 */
export async function serveJetstream(options: {
  port: number
  source: EventLog
  lookbackUs?: number
  dictionary?: Dictionary
}): Promise<JetstreamServer> {
  const { lookbackUs = Infinity, dictionary = usualDictionary } = options
  const log = withClock(options.source)
  const clients = new Set<Client>()
  const faults = createFaults(clients, log, dictionary)
  const window = windowOf(log, () => Math.max(Date.now() * 1000 - lookbackUs, faults.sinceUs()))
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
    void answer(request, response, faults)
  })

  http.on('upgrade', async (request, connection, head) => {
    connection.on('error', () => connection.destroy())
    if (faults.stalls()) await faults.untilServing()
    const url = urlOf(request)
    const wire = wireOf(url)
    if (!url || !wire) return refuse(connection, wireV1, NOT_FOUND)
    if (faults.refuses()) return refuse(connection, wire, NOT_READY)
    const handshake = { query: url.searchParams, headers: request.headers }
    const stream = wire.open(handshake, { window, dictionary: faults.dictionary() })
    if ('status' in stream) return refuse(connection, wire, stream)
    sockets.handleUpgrade(request, connection, head, (socket) => {
      const client = { socket, wire, stream }
      clients.add(client)
      socket.on('close', () => clients.delete(client))
      void play(client, window, faults.untilServing)
    })
  })

  http.listen(options.port, '127.0.0.1')
  await once(http, 'listening')
  const { port } = http.address() as AddressInfo
  const pings = setInterval(() => {
    if (faults.stalls()) return
    for (const { socket } of clients) socket.ping()
  }, PING_MS)

  return {
    url: `ws://127.0.0.1:${port}${wireV1.path}`,
    urlV2: `ws://127.0.0.1:${port}${wireV2.path}`,
    port,
    clientCount: () => clients.size,
    bufferedBytes: () => [...clients].reduce((sum, { socket }) => sum + socket.bufferedAmount, 0),
    inflict: faults.inflict,
    async [Symbol.asyncDispose]() {
      clearInterval(pings)
      // Also for handshakes that are held up: nothing may come after the cut.
      faults.inflict({ do: 'refuse' })
      faults.inflict({ do: 'cut' })
      http.close()
      http.closeAllConnections()
      await once(http, 'close')
    },
  }
}

function refuse(connection: Duplex, wire: Wire, refused: Refused) {
  const { type, body } = wire.refusalOf(refused)
  connection.end(
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
