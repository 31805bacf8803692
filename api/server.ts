import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'

export type Server = AsyncDisposable & { url: string }

/** How long requests may take to finish when the server closes, in milliseconds. */
const GRACE = 3000

/** Room for the longest link that is indexed, and for a cursor that holds one, in an address. */
const MAX_HEADER_SIZE = 32_768

/**
 * Serves HTTP until the end of its `await using` block, which lets running requests finish.
 * @throws where the address cannot be bound
 */
export async function serve(
  handler: RequestListener,
  { host, port }: { host: string; port: number },
): Promise<Server> {
  const server = createServer({ maxHeaderSize: MAX_HEADER_SIZE }, handler)
  server.listen(port, host)
  await once(server, 'listening')
  const address = server.address()
  const bound = typeof address === 'object' ? (address?.port ?? port) : port
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}`,
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close')
      server.close()
      // Kept-alive connections fall idle one by one as their requests end.
      const sweep = setInterval(() => server.closeIdleConnections(), 50)
      const cut = setTimeout(() => server.closeAllConnections(), GRACE)
      await closed
      clearInterval(sweep)
      clearTimeout(cut)
    },
  }
}
