import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { connect, type Redis } from './redis.ts'

/** A redis-server of the test's own; it ends with its `await using` block. */
export type TestRedis = AsyncDisposable & {
  url: string
  /** Ends the server as a crash would (SIGKILL) and starts it again on what it had persisted. */
  crash(): Promise<void>
}

/**
 * Starts a private redis-server on a free loopback port, empty, with append-only persistence on
 * request, and with further settings as on its command line. The binary must be on the PATH.
 */
export async function startRedis({
  persist = false,
  settings = [] as string[],
} = {}): Promise<TestRedis> {
  const directory = await mkdtemp(join(tmpdir(), 'orrery-redis-'))
  const port = await freePort()
  const server = await runServer(port, directory, [
    ...['--appendonly', persist ? 'yes' : 'no'],
    ...settings,
  ])
  return {
    url: server.url,
    async crash() {
      await server.kill()
      await server.start()
    },
    async [Symbol.asyncDispose]() {
      await server.kill()
      await rm(directory, { recursive: true, force: true })
    },
  }
}

/** A redis-server that answers, and can be ended (SIGKILL) and started again. */
export type ServerProcess = { url: string; kill(): Promise<void>; start(): Promise<void> }

export async function runServer(
  port: number,
  directory: string,
  settings: string[],
): Promise<ServerProcess> {
  const url = `redis://127.0.0.1:${port}`
  const own = ['--bind', '127.0.0.1', '--port', String(port), '--dir', directory, '--save', '']
  const hashes = ['--hash-max-listpack-entries', '1024', '--hash-max-listpack-value', '16384']
  let child: ChildProcess | undefined

  async function start() {
    child = spawn('redis-server', [...own, ...hashes, ...settings], { stdio: 'ignore' })
    await once(child, 'spawn')
    await using redis = await connect(url)
    while (!(await isLoaded(redis))) await sleep(20)
  }

  await start()
  return {
    url,
    start,
    async kill() {
      if (!child || child.exitCode !== null || child.signalCode !== null) return
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
    },
  }
}

/** A server that begins with what it had persisted refuses commands until it has read it. */
async function isLoaded(redis: Redis): Promise<boolean> {
  return redis.ping().then(
    () => true,
    (error: Error) => {
      if (error.message.startsWith('LOADING')) return false
      throw error
    },
  )
}

/** A loopback port that nothing listened on a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port was given')
  return address.port
}
