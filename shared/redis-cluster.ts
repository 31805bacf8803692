import { setTimeout as sleep } from 'node:timers/promises'
import { ClientClosedError, createCluster, type RedisArgument } from 'redis'
import type { ConnectionOptions, Redis } from './redis.ts'

/** After so many attempts to reach a node (some seconds) it is asked anew who is in the cluster. */
const ATTEMPTS = 5
const REST = 500

/**
 * A client of a whole cluster that behaves as the client of one server does. `connect` waits until
 * every node can be reached and says that the cluster serves; `error` and `ready` tell of any node.
 */
export function openCluster(addresses: string[], options: ConnectionOptions): Redis {
  let connected = false
  const delayOf = (attempts: number) => {
    if (connected || attempts < ATTEMPTS) return Math.min(50 * 2 ** attempts, 1000)
    return new Error('a node of the cluster cannot be reached')
  }
  const cluster = createClusterClient(addresses, options, delayOf)
  const { connect, destroy, sendCommand } = cluster
  let wanted = true

  cluster.on('node-error', (error: Error) => cluster.emit('error', error))
  cluster.on('node-ready', () => connected && cluster.emit('ready'))

  async function nodes() {
    return Promise.all(cluster.masters.map((node) => cluster.nodeClient(node)))
  }

  async function isServing(): Promise<boolean> {
    const states = await Promise.all((await nodes()).map((node) => node.clusterInfo()))
    return states.length > 0 && states.every((state) => /^cluster_state:ok/m.test(state))
  }

  const behaviour = {
    nodes,
    async connect() {
      while (wanted) {
        try {
          await connect.call(cluster)
          connected = wanted && (await isServing())
          if (connected) cluster.emit('ready')
          if (connected) return cluster
        } catch (error) {
          cluster.emit('error', error)
        }
        destroy.call(cluster)
        await sleep(REST)
      }
      throw new ClientClosedError()
    },
    destroy() {
      wanted = false
      destroy.call(cluster)
    },
    sendCommand(this: typeof cluster, command: RedisArgument[]) {
      return sendCommand.call(this, command[1], undefined, command)
    },
    async [Symbol.asyncDispose]() {
      wanted = false
      const clients = cluster.masters.map(({ client }) => client)
      // Closing waits for what is in flight, which a node that is gone never answers.
      if (clients.every((client) => client?.isReady)) await cluster.close()
      else destroy.call(cluster)
    },
  }
  // node-redis gives both clients the same commands and transactions, but no type in common. What
  // only the client of one server has, such as SELECT or an iterator over its keys, is not used here.
  return Object.assign(cluster, behaviour) as unknown as Redis
}

function createClusterClient(
  addresses: string[],
  { failFast = false, ordered = false, name, ca }: ConnectionOptions,
  delayOf: (attempts: number) => number | Error,
) {
  const { username, password, protocol } = new URL(addresses[0] ?? '')
  return createCluster({
    rootNodes: addresses.map((url) => ({ url })),
    RESP: 2,
    commandOptions: { timeout: undefined },
    maxCommandRedirections: ordered ? 0 : 16,
    // The connections to the nodes that are found take nothing over from the addresses.
    defaults: {
      ...(username && { username: decodeURIComponent(username) }),
      ...(password && { password: decodeURIComponent(password) }),
      ...(name && { name }),
      disableOfflineQueue: failFast,
      socket: { ...(protocol === 'rediss:' && { tls: true, ca }), reconnectStrategy: delayOf },
    },
  })
}
