import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from './redis.ts'

/** A redis-server of the test's own; it ends with its `await using` block. */
export type TestRedis = AsyncDisposable & {
  url: string
  /** Ends the server as a crash would (SIGKILL) and starts it again on what it had persisted. */
  crash(): Promise<void>
}

/**
 * Starts a private redis-server on a free loopback port, empty, with append-only persistence on
 * request. The binary must be on the PATH.
 */
export async function startRedis({ persist = false } = {}): Promise<TestRedis> {
  const directory = await mkdtemp(join(tmpdir(), 'orrery-redis-'))
  const port = await freePort()
  const url = `redis://127.0.0.1:${port}`
  const settings = ['--bind', '127.0.0.1', '--port', String(port), '--dir', directory]
  settings.push('--save', '', '--appendonly', persist ? 'yes' : 'no')
  settings.push('--hash-max-listpack-entries', '1024', '--hash-max-listpack-value', '16384')
  let server = await start()

  async function start() {
    const child = spawn('redis-server', settings, { stdio: 'ignore' })
    await once(child, 'spawn')
    await using redis = await connect(url)
    await redis.ping()
    return child
  }

  async function stop() {
    if (server.exitCode !== null || server.signalCode !== null) return
    const ended = once(server, 'exit')
    server.kill('SIGKILL')
    await ended
  }

  return {
    url,
    async crash() {
      await stop()
      server = await start()
    },
    async [Symbol.asyncDispose]() {
      await stop()
      await rm(directory, { recursive: true, force: true })
    },
  }
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
