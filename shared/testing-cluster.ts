import { once } from 'node:events'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { connect } from './redis.ts'
import { runServer, type ServerProcess } from './testing.ts'

/** A Redis Cluster of the test's own; it ends with its `await using` block. */
export type TestCluster = AsyncDisposable & {
  /** Names every node. */
  url: string
  /** Ends a master as a crash would (SIGKILL). */
  kill(index: number): Promise<void>
  /** Starts a master again on what it had persisted. */
  restart(index: number): Promise<void>
}

const SLOTS = 16_384
/** How long a node may be silent before the others give it up, and the whole cluster with it. */
const NODE_TIMEOUT_MS = '1000'
const SETTINGS = [
  ...['--appendonly', 'yes', '--cluster-enabled', 'yes'],
  ...['--cluster-node-timeout', NODE_TIMEOUT_MS],
]

/** Starts masters on free loopback ports, each with its share of the slots, and joins them. */
export async function startCluster({ masters = 3 } = {}): Promise<TestCluster> {
  await using starting = new AsyncDisposableStack()
  const directory = await mkdtemp(join(tmpdir(), 'orrery-cluster-'))
  starting.defer(() => rm(directory, { recursive: true, force: true }))
  const ports: number[] = []
  const servers: ServerProcess[] = []
  while (servers.length < masters) {
    const port = await freePortPair()
    const own = join(directory, String(port))
    await mkdir(own)
    const server = await runServer(port, own, SETTINGS)
    starting.defer(() => server.kill())
    ports.push(port)
    servers.push(server)
  }
  await joinMasters(servers, ports)
  const running = starting.move()
  return {
    url: `redis://${ports.map((port) => `127.0.0.1:${port}`).join(',')}`,
    kill: async (index) => servers[index]?.kill(),
    restart: async (index) => servers[index]?.start(),
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  }
}

async function joinMasters(servers: ServerProcess[], ports: number[]): Promise<void> {
  await using connections = new AsyncDisposableStack()
  const nodes = await Promise.all(
    servers.map(async ({ url }) => connections.use(await connect(url))),
  )
  for (const [index, node] of nodes.entries()) {
    const [start, end] = [index, index + 1].map((each) => Math.floor((each * SLOTS) / nodes.length))
    await node.sendCommand(['CLUSTER', 'SET-CONFIG-EPOCH', String(index + 1)])
    await node.sendCommand(['CLUSTER', 'ADDSLOTSRANGE', `${start}`, `${(end ?? 0) - 1}`])
  }
  for (const port of ports.slice(1)) await nodes[0]?.clusterMeet('127.0.0.1', port)
  for (const node of nodes) {
    while (!/^cluster_state:ok/m.test(await node.clusterInfo())) await sleep(20)
  }
}

/**
 * A port for a node and, ten thousand above it, one for its bus. Both lie below those that the system
 * gives to outgoing connections, so that none of these takes the place of a node that is away.
 */
async function freePortPair(): Promise<number> {
  for (;;) {
    const port = 10_000 + Math.floor(Math.random() * 12_000)
    if ((await isFree(port)) && (await isFree(port + 10_000))) return port
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer()
  server.listen(port, '127.0.0.1')
  try {
    await once(server, 'listening')
  } catch {
    return false
  }
  server.close()
  await once(server, 'close')
  return true
}
