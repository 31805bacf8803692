import { createClient, RESP_TYPES } from 'redis'
import type { Logger } from './logging.ts'

/** A connection that closes at the end of its `await using` block. */
export type Redis = ReturnType<typeof openClient> & AsyncDisposable

/** The same connection, answering bulk strings as bytes; for the store's binary members. */
export type BinaryRedis = ReturnType<typeof bytesOf>

export type ConnectionOptions = {
  /** Fail commands at once while disconnected instead of holding them; for what serves requests. */
  failFast?: boolean
  log?: Logger
}

/**
 * Connects to one Redis; waits for it while it is not there. A lost connection is taken up again;
 * commands in flight at that moment fail, because nobody can know whether they were applied.
 */
export async function connect(url: string, options: ConnectionOptions = {}): Promise<Redis> {
  const client = openClient(url, options)
  client.on('error', sayOncePerOutage(client, options.log))
  const connecting = client.connect()
  if (options.failFast) connecting.catch(() => {})
  else await connecting
  return Object.assign(client, {
    async [Symbol.asyncDispose]() {
      if (client.isReady) await client.close()
      else if (client.isOpen) client.destroy()
    },
  })
}

/** The connection's twin that reads bytes. Shares the socket. */
export function bytesOf(redis: ReturnType<typeof openClient>) {
  return redis.withTypeMapping({ [RESP_TYPES.BLOB_STRING]: Buffer })
}

/**
 * One client of node-redis. RESP 2 keeps replies exactly typed; there is no timeout per command
 * because a timer for each would halve what a pipeline carries.
 */
function openClient(url: string, { failFast = false }: ConnectionOptions) {
  return createClient({
    url: url.startsWith('unix:') ? undefined : url,
    RESP: 2,
    disableOfflineQueue: failFast,
    commandOptions: { timeout: failFast ? 5000 : undefined },
    socket: {
      ...(url.startsWith('unix:') ? { path: new URL(url).pathname } : {}),
      reconnectStrategy: (attempts: number) => Math.min(50 * 2 ** attempts, 1000),
    },
  })
}

function sayOncePerOutage(client: ReturnType<typeof openClient>, log?: Logger) {
  let said = false
  client.on('ready', () => {
    if (said) log?.info('Redis is back')
    said = false
  })
  return (error: Error) => {
    if (!said) log?.warn({ err: error }, 'Redis cannot be reached; trying again')
    said = true
  }
}
