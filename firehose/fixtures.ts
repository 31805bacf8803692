import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { keys } from '@orrery/shared/keys'
import type { Redis } from '@orrery/shared/redis'
import { onTestFinished } from 'vitest'
import { type WebSocket, WebSocketServer } from 'ws'

/** A server that says nothing by itself; a test speaks through its clients. */
export type QuietServer = AsyncDisposable & {
  url: string
  /** The query of every handshake so far. */
  queries: URLSearchParams[]
  /** The next client that is not yet taken, in the order they came. */
  nextClient(): Promise<WebSocket>
}

export async function serveQuietly(): Promise<QuietServer> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false })
  await once(server, 'listening')
  const queries: URLSearchParams[] = []
  const clients: WebSocket[] = []
  server.on('connection', (client, request) => {
    queries.push(new URL(request.url ?? '/', 'ws://localhost').searchParams)
    clients.push(client)
    server.emit('queued')
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `ws://127.0.0.1:${port}/subscribe`,
    queries,
    async nextClient() {
      while (true) {
        const client = clients.shift()
        if (client) return client
        await once(server, 'queued')
      }
    },
    async [Symbol.asyncDispose]() {
      for (const client of server.clients) client.terminate()
      server.close()
      await once(server, 'close')
    },
  }
}

/** The firehose as a process of its own, which ends with the test at the latest. */
export type FirehoseProcess = {
  /** Ends it and resolves with its exit code, null where the signal ended it. */
  end(signal: NodeJS.Signals): Promise<number | null>
  ended: Promise<number | null>
  /** What it has logged. */
  log(): string
}

export function startFirehose(settings: Record<string, string>): FirehoseProcess {
  const child = spawn(process.execPath, ['main.ts'], {
    cwd: import.meta.dirname,
    env: { PATH: process.env.PATH, ...settings },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit').then(([code]) => code as number | null)
  let log = ''
  child.stdout.on('data', (chunk) => {
    log += chunk
  })

  async function end(signal: NodeJS.Signals) {
    child.kill(signal)
    return ended
  }
  onTestFinished(async () => {
    await end('SIGKILL')
  })
  return { end, ended, log: () => log }
}

/** The lines of every partition's stream, in their order. */
export async function readStreams(redis: Redis, partitions: number): Promise<string[][]> {
  const entries = await Promise.all(
    Array.from({ length: partitions }, (_, partition) =>
      redis.xRange(keys.events(partition), '-', '+'),
    ),
  )
  return entries.map((stream) =>
    (stream ?? []).flatMap(({ message }) => message.d?.split('\n') ?? []),
  )
}

/** The line of an account event, the smallest there is. */
export function accountLine(did: string, timeUs: number): string {
  return JSON.stringify({ did, time_us: timeUs, kind: 'account', account: { active: true } })
}
