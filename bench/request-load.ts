import { Agent, get } from 'node:http'

/** Of requests answered with 200; `bytes` is the mean size of an answer. */
export type Latency = {
  p50Ms: number
  p99Ms: number
  perSecond: number
  requests: number
  bytes: number
}

export type RequestLoad = {
  /** Address of the server, without a path. */
  address: string
  /** The path of each request, by its number. */
  pathOf: (request: number) => string
  requests: number
  /** How many requests are open at once; each is followed by the next as soon as it is answered. */
  connections: number
  /** No request is begun after this. */
  seconds: number
}

/**
 * How long requests take, from sending one to the last byte of its answer, in milliseconds. Those
 * that are refused do not count; `refused` says how many were, by status.
 */
export async function measureRequests(
  load: RequestLoad,
): Promise<{ latency: Latency; refused: Map<number, number> }> {
  const { address, pathOf, requests, connections, seconds: limit } = load
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const times: number[] = []
  const refused = new Map<number, number>()
  let received = 0
  let next = 0

  const began = performance.now()

  async function work() {
    while (next < requests && performance.now() - began < limit * 1000) {
      const path = pathOf(next++)
      const started = performance.now()
      const { status, bytes } = await request(agent, address + path)
      if (status !== 200) {
        refused.set(status, (refused.get(status) ?? 0) + 1)
        continue
      }
      times.push(performance.now() - started)
      received += bytes
    }
  }

  try {
    await Promise.all(Array.from({ length: connections }, work))
  } finally {
    agent.destroy()
  }
  const seconds = (performance.now() - began) / 1000
  const latency = {
    ...percentilesOf(times),
    perSecond: Math.round(times.length / seconds),
    requests: times.length,
    bytes: Math.round(received / (times.length || 1)),
  }
  return { latency, refused }
}

/** The status of one answer, read to its end, and its size in bytes. */
export function request(
  agent: Agent | undefined,
  url: string,
): Promise<{ status: number; bytes: number }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number; bytes: number }>()
  get(url, { agent }, (response) => {
    let bytes = 0
    response.on('data', (chunk: Buffer) => {
      bytes += chunk.length
    })
    response.on('end', () => resolve({ status: response.statusCode ?? 0, bytes }))
    response.on('error', reject)
  }).on('error', reject)
  return promise
}

export function percentilesOf(times: number[]): { p50Ms: number; p99Ms: number } {
  const sorted = times.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.ceil(sorted.length * share) - 1] ?? Number.NaN
  return { p50Ms: Number(at(0.5).toFixed(2)), p99Ms: Number(at(0.99).toFixed(2)) }
}
