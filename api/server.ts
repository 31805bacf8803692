import { once } from 'node:events'
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type ServerResponse,
} from 'node:http'
import type { Duplex } from 'node:stream'
import { createLastAnswers } from '@orrery/shared/last-answers'
import { endWithRefusal } from './raw-refusal.ts'
import { badRequest, Refusal } from './refusal.ts'
import type { Upgrade } from './websocket-upgrades.ts'

export type Server = AsyncDisposable & { url: string }

/** How long a client may take, in milliseconds. */
export type Timeouts = {
  /** Until all headers of a request are there. */
  headers: number
  /** Until the request is there with its body. */
  request: number
  /** Without taking or sending a byte while a request is answered. */
  idle: number
}

const TIMEOUTS: Timeouts = { headers: 10_000, request: 20_000, idle: 60_000 }

/** What is told as it comes, over connections that end only when they are made to. */
export type Lasting = AsyncDisposable & {
  upgrade: Upgrade
}

export type ServerOptions = {
  host: string
  port: number
  timeouts?: Timeouts
  live?: Lasting
  /** How long clients that keep a connection have to use it once more when the server closes. */
  farewell?: number
}

/** Longer than reverse proxies keep a connection, so that they close it and not we under their hands. */
const KEEP_ALIVE = 75_000

/** How long requests may take to finish when the server closes, in milliseconds. */
const GRACE = 3000

/** Room for the longest link that is indexed, and for a cursor that holds one, in an address. */
const MAX_HEADER_SIZE = 32_768

/**
 * Serves HTTP until the end of its `await using` block, which lets running requests finish, and ends
 * what is `live`.
 * @throws where the address cannot be bound
 */
export async function serve(
  handler: RequestListener,
  { host, port, timeouts = TIMEOUTS, live, farewell = 0 }: ServerOptions,
): Promise<Server> {
  const { headers, request, idle } = timeouts
  const limits = {
    maxHeaderSize: MAX_HEADER_SIZE,
    headersTimeout: headers,
    requestTimeout: request,
    keepAliveTimeout: KEEP_ALIVE,
    connectionsCheckingInterval: Math.min(1000, headers / 2),
    // Whoever would rather speak HTTP/2, or asks by another method, is answered as if not asking for it.
    shouldUpgradeCallback: ({ method, headers: { upgrade } }: IncomingMessage) =>
      live !== undefined && method === 'GET' && upgrade?.toLowerCase() === 'websocket',
  }
  const server = createServer(limits, handler)
  server.setTimeout(idle)
  const giveLastAnswers = createLastAnswers(server)
  const answers = new WeakMap<Duplex, ServerResponse>()
  server.on('request', ({ socket }, response) => answers.set(socket, response))
  server.on('clientError', (error, socket) => refuse(error, socket, answers.get(socket)))
  if (live) server.on('upgrade', live.upgrade)
  server.listen(port, host)
  await once(server, 'listening')
  const address = server.address()
  const bound = typeof address === 'object' ? (address?.port ?? port) : port
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}`,
    async [Symbol.asyncDispose]() {
      await giveLastAnswers(farewell)
      const closed = once(server, 'close')
      server.close()
      await live?.[Symbol.asyncDispose]()
      // Kept-alive connections fall idle one by one as their requests end.
      const sweep = setInterval(() => server.closeIdleConnections(), 50)
      const cut = setTimeout(() => server.closeAllConnections(), GRACE)
      await closed
      clearInterval(sweep)
      clearTimeout(cut)
    },
  }
}

const REFUSALS: Record<string, Refusal> = {
  HPE_HEADER_OVERFLOW: new Refusal(
    431,
    'RequestTooLarge',
    `The address and headers of a request may take ${MAX_HEADER_SIZE} bytes.`,
  ),
  ERR_HTTP_REQUEST_TIMEOUT: new Refusal(
    408,
    'RequestTimeout',
    'The request did not come whole in time.',
  ),
}
const NO_HTTP = badRequest('This is no HTTP request.')

/** Answers what never became a request, unless the `last` answer is on its way. */
function refuse(cause: NodeJS.ErrnoException, socket: Duplex, last?: ServerResponse): void {
  const isAnswering = last?.headersSent && !last.writableFinished
  if (!socket.writable || isAnswering) {
    socket.destroy()
    return
  }
  endWithRefusal(socket, REFUSALS[cause.code ?? ''] ?? NO_HTTP)
}
