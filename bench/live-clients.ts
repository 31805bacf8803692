import { once } from 'node:events'
import { WebSocket } from 'ws'
import { percentilesOf } from './request-load.ts'

/** What the clients are told to do, by messages of the parent process. */
export type Order =
  /** Opens so many clients, each with its own query out of these, in turn. */
  | { kind: 'open'; url: string; count: number; queries: string[] }
  /** Sends a text to all clients opened last. */
  | { kind: 'send'; text: string }
  /** Tells what came since the last time. */
  | { kind: 'report' }

/** Milliseconds are those from the time in a message to its arrival, of one message in a hundred. */
export type Report = { open: number; messages: number; bytes: number; p50Ms: number; p99Ms: number }

const AT_ONCE = 100
const SAMPLED = 100

let open = 0
let messages = 0
let bytes = 0
let latencies: number[] = []
let latest: WebSocket[] = []

function onMessage(data: Buffer): void {
  bytes += data.length
  if (messages++ % SAMPLED > 0) return
  const { time } = JSON.parse(data.toString())
  if (time !== undefined) latencies.push(Date.now() - Date.parse(time))
}

async function connectOne(url: string): Promise<WebSocket> {
  const socket = new WebSocket(url, { perMessageDeflate: false, skipUTF8Validation: true })
  socket.on('message', onMessage)
  socket.on('close', () => open--)
  socket.on('error', () => {})
  await once(socket, 'open')
  open++
  return socket
}

async function openAll({ url, count, queries }: Extract<Order, { kind: 'open' }>): Promise<void> {
  latest = []
  while (latest.length < count) {
    const length = Math.min(AT_ONCE, count - latest.length)
    const queryOf = (index: number) => queries[(latest.length + index) % queries.length] ?? ''
    const some = Array.from({ length }, (_, index) => connectOne(`${url}?${queryOf(index)}`))
    latest.push(...(await Promise.all(some)))
  }
}

process.on('message', async (order: Order) => {
  if (order.kind === 'open') await openAll(order)
  if (order.kind === 'send') for (const socket of latest) socket.send(order.text)
  const report: Report = { open, messages, bytes, ...percentilesOf(latencies) }
  if (order.kind === 'report') {
    messages = 0
    bytes = 0
    latencies = []
  }
  process.send?.(report)
})
process.once('disconnect', () => process.exit())
