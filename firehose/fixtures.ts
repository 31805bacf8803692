import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { keys } from '@orrery/shared/keys'
import type { Redis } from '@orrery/shared/redis'
import { onTestFinished } from 'vitest'
import { type WebSocket, WebSocketServer } from 'ws'
import { type Dictionary, dictionaryOf } from './dictionary.ts'

/** A server that says nothing by itself; a test speaks through its clients. */
export type QuietServer = AsyncDisposable & {
  /** Of v1. */
  url: string
  urlV2: string
  /** The query of every handshake so far, refused or not. */
  queries: URLSearchParams[]
  /** The next client that is not yet taken, in the order they came. */
  nextClient(): Promise<WebSocket>
  /** The next handshake is refused with 400 and this. */
  refuseNext(error: string): void
  /** What the server gives as its dictionary; it is asked for at another address. */
  dictionary: Buffer | undefined
  dictionaryRequests(): number
  /** What the next client offered as its subprotocols. */
  protocols: (string | undefined)[]
}

export async function serveQuietly(): Promise<QuietServer> {
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false })
  const queries: URLSearchParams[] = []
  const protocols: (string | undefined)[] = []
  const clients: WebSocket[] = []
  const refusals: string[] = []
  let dictionaryRequests = 0
  const http = createServer((_, response) => {
    dictionaryRequests++
    response.statusCode = served.dictionary ? 200 : 404
    response.end(served.dictionary)
  })
  http.on('upgrade', (request, socket, head) => {
    queries.push(new URL(request.url ?? '/', 'ws://localhost').searchParams)
    const error = refusals.shift()
    if (error !== undefined) {
      const body = JSON.stringify({ error, message: 'so it is' })
      return socket.end(`HTTP/1.1 400 Bad Request\r\nContent-Length: ${body.length}\r\n\r\n${body}`)
    }
    protocols.push(request.headers['sec-websocket-protocol'])
    sockets.handleUpgrade(request, socket, head, (client) => {
      clients.push(client)
      sockets.emit('queued')
    })
  })
  http.listen(0, '127.0.0.1')
  await once(http, 'listening')
  const { port } = http.address() as AddressInfo
  const served: QuietServer = {
    url: `ws://127.0.0.1:${port}/subscribe`,
    urlV2: `ws://127.0.0.1:${port}/xrpc/network.bsky.jetstream.subscribeEvents`,
    queries,
    protocols,
    dictionary: undefined,
    dictionaryRequests: () => dictionaryRequests,
    refuseNext: (error) => void refusals.push(error),
    async nextClient() {
      while (true) {
        const client = clients.shift()
        if (client) return client
        await once(sockets, 'queued')
      }
    },
    async [Symbol.asyncDispose]() {
      for (const client of sockets.clients) client.terminate()
      http.close()
      http.closeAllConnections()
      await once(http, 'close')
    },
  }
  return served
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

/** The frame of an account event of v2. */
export function accountFrame(did: string, timeUs: number, seq: number): string {
  return frameOf('account', { seq, did, time: timeOf(timeUs), account: { active: true } })
}

/** A frame of v2 that tells an event, or `info`. */
export function frameOf(kind: string, payload: object): string {
  const $type = `network.bsky.jetstream.subscribeEvents#${kind}`
  return JSON.stringify({ $type: 'message', payload: { $type, ...payload } })
}

/** The time as v2 servers write it. */
export function timeOf(timeUs: number): string {
  const seconds = new Date(timeUs / 1000).toISOString().slice(0, -5)
  return `${seconds}.${String(timeUs % 1_000_000).padStart(6, '0')}Z`
}

/** The simulated network's dictionary under another id, as if it had been made anew. */
export function dictionaryNumbered(id: number): Dictionary {
  const bytes = readFileSync(new URL('../demo/jetstream.zdict', import.meta.url))
  bytes.writeUInt32LE(id, 4)
  return dictionaryOf(bytes)
}
