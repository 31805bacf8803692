import { createClient, RESP_TYPES } from 'redis'
import type { Logger } from './logging.ts'
import { addressesIn } from './redis-address.ts'
import { openCluster } from './redis-cluster.ts'

/**
 * A connection to one Redis or to a whole cluster, which closes at the end of its `await using`
 * block. So that both take the same code, a command and a transaction keep to keys of one slot, and
 * what goes to `sendCommand` has its key as the first argument.
 */
export type Redis = RedisClient &
  AsyncDisposable & {
    /** A connection to each server that holds keys: the cluster's masters, or the one Redis. */
    nodes(): Promise<RedisClient[]>
  }

/** The client of one server. */
export type RedisClient = ReturnType<typeof openClient>

/** The same connection, answering bulk strings as bytes; for the store's binary members. */
export type BinaryRedis = ReturnType<typeof bytesOf>

export type ConnectionOptions = {
  /** Fail commands at once while disconnected instead of holding them; for what serves requests. */
  failFast?: boolean
  /** The address is that of a cluster; one that lists several hosts always is. */
  cluster?: boolean
  /** Certificates (PEM) that a rediss:// server's may be signed by, instead of the public ones. */
  ca?: string | undefined
  /**
   * Fail a command that a cluster sends on to another node, because those sent after it would
   * overtake it; for who relies on the order of commands that are not yet answered.
   */
  ordered?: boolean
  /** What the connection is called in the server's list of its clients. */
  name?: string
  /** Ends the wait for a Redis that is not there; `connect` throws its reason. */
  signal?: AbortSignal
  log?: Logger
}

/**
 * Connects to Redis; waits for it while it is not there. A lost connection is taken up again;
 * commands in flight at that moment fail, because nobody can know whether they were applied.
 */
export async function connect(url: string, options: ConnectionOptions = {}): Promise<Redis> {
  options.signal?.throwIfAborted()
  const addresses = addressesIn(url)
  const isCluster = options.cluster || addresses.length > 1
  const redis = isCluster ? openCluster(addresses, options) : openSingle(url, options)
  redis.on('error', sayOncePerOutage(redis, options.log))
  const connecting = redis.connect()
  if (options.failFast) connecting.catch(() => {})
  else await orAborted(redis, connecting, options.signal)
  return redis
}

async function orAborted(redis: Redis, connecting: Promise<unknown>, signal?: AbortSignal) {
  const giveUp = () => redis.destroy()
  signal?.addEventListener('abort', giveUp, { once: true })
  try {
    await connecting
  } catch (error) {
    throw signal?.aborted ? signal.reason : error
  } finally {
    signal?.removeEventListener('abort', giveUp)
  }
}

/** The connection's twin that reads bytes. Shares the socket. */
export function bytesOf(redis: RedisClient) {
  return redis.withTypeMapping({ [RESP_TYPES.BLOB_STRING]: Buffer })
}

function openSingle(url: string, options: ConnectionOptions): Redis {
  const client = openClient(url, options)
  return Object.assign(client, {
    nodes: async () => [client],
    async [Symbol.asyncDispose]() {
      if (client.isReady) await client.close()
      else if (client.isOpen) client.destroy()
    },
  })
}

/**
 * One client of node-redis. RESP 2 keeps replies exactly typed; there is no timeout per command
 * because a timer for each would halve what a pipeline carries: who serves requests has a deadline for
 * the whole answer.
 */
function openClient(url: string, { failFast = false, name, ca }: ConnectionOptions) {
  return createClient({
    name,
    url: url.startsWith('unix:') ? undefined : url,
    RESP: 2,
    disableOfflineQueue: failFast,
    commandOptions: { timeout: undefined },
    socket: {
      ...(url.startsWith('unix:') ? { path: new URL(url).pathname } : {}),
      ...(url.startsWith('rediss:') && ca ? { tls: true, ca } : {}),
      reconnectStrategy: (attempts: number) => Math.min(50 * 2 ** attempts, 1000),
    },
  })
}

function sayOncePerOutage(client: Redis, log?: Logger) {
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
