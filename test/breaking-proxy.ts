import { once } from 'node:events'
import { createConnection, createServer, type Socket } from 'node:net'

/** Where all connections break: at the nth command from now on, and how far that one gets. */
export type Break = { command: number; at: 'before it is sent' | 'unanswered' | 'answered' }

/** A way to a Redis that breaks in the middle of what is said; for tests of what survives that. */
export type BreakingProxy = AsyncDisposable & {
  url: string
  /** Sets the next break, or none. Commands of all connections count. */
  breakAt(next: Break | undefined): void
  /** Lets nothing through either way until what it returns is called. */
  stall(): () => void
  /** How often it has broken. */
  breaks(): number
  /** Resolves when the server has done all that reached it of connections that are gone. */
  settled(): Promise<void>
}

export async function startBreakingProxy(target: string): Promise<BreakingProxy> {
  const { hostname, port } = new URL(target)
  const links = new Map<Socket, { server: Socket; closed: Promise<void> }>()
  let next: Break | undefined
  let broken = 0
  let isStalled = false

  /** Breaks all connections. What was sent is still done by the server, as after a real break. */
  function breakAll(): void {
    for (const [client, { server }] of links) {
      client.destroy()
      server.end()
    }
  }

  /** Counts a command; the break, if it is this one's turn. */
  function turnOf(): Break | undefined {
    if (next === undefined || --next.command > 0) return undefined
    const found = next
    next = undefined
    broken++
    return found
  }

  function join(client: Socket): void {
    const server = createConnection({ host: hostname, port: Number(port), noDelay: true })
    const closed = new Promise<void>((resolve) => server.on('close', () => resolve()))
    links.set(client, { server, closed })
    server.on('close', () => links.delete(client))
    client.setNoDelay(true)
    let asked = Buffer.alloc(0)
    let answered = Buffer.alloc(0)
    let commands = 0
    let answers = 0
    let lastAnswer = Number.POSITIVE_INFINITY

    client.on('data', (chunk) => {
      if (client.destroyed || lastAnswer < Number.POSITIVE_INFINITY) return
      asked = Buffer.concat([asked, chunk])
      let from = 0
      for (let to = endOfValue(asked, 0); to > 0; to = endOfValue(asked, from)) {
        const found = turnOf()
        if (found?.at === 'before it is sent') return breakAll()
        server.write(asked.subarray(from, to))
        from = to
        commands++
        if (found?.at === 'unanswered') return breakAll()
        if (found?.at === 'answered') lastAnswer = commands
      }
      asked = asked.subarray(from)
    })
    server.on('data', (chunk) => {
      if (client.destroyed) return
      answered = Buffer.concat([answered, chunk])
      let from = 0
      while (answers < lastAnswer) {
        const to = endOfValue(answered, from)
        if (to < 0) break
        from = to
        answers++
      }
      client.write(answered.subarray(0, from))
      answered = answered.subarray(from)
      if (answers >= lastAnswer) client.end(breakAll)
    })
    client.on('error', () => {})
    client.on('close', () => server.end())
    server.on('error', () => {})
    server.on('close', () => client.destroy())
    if (isStalled) for (const socket of [client, server]) socket.pause()
  }

  function setStalled(wanted: boolean): void {
    isStalled = wanted
    for (const [client, { server }] of links) {
      for (const socket of [client, server]) {
        if (wanted) socket.pause()
        else socket.resume()
      }
    }
  }

  const proxy = createServer(join)
  proxy.listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  const address = proxy.address()
  if (address === null || typeof address === 'string') throw new Error('no port was given')
  return {
    url: `redis://127.0.0.1:${address.port}`,
    breakAt(wanted) {
      next = wanted && { ...wanted }
    },
    stall() {
      setStalled(true)
      return () => setStalled(false)
    },
    breaks: () => broken,
    async settled() {
      await Promise.all(Array.from(links.values(), ({ closed }) => closed))
    },
    async [Symbol.asyncDispose]() {
      proxy.close()
      await once(proxy, 'close')
    },
  }
}

const NEWLINE = 10

/** Where the RESP 2 value that starts at `from` ends, or -1 where not all of it is there. */
export function endOfValue(bytes: Buffer, from: number): number {
  const line = bytes.indexOf(NEWLINE, from)
  if (line < 0) return -1
  const type = String.fromCharCode(bytes[from] ?? 0)
  if (type !== '$' && type !== '*') return line + 1
  const size = Number(bytes.toString('latin1', from + 1, line))
  if (size < 0) return line + 1
  if (type === '$') return line + 1 + size + 2 <= bytes.length ? line + 1 + size + 2 : -1
  let at = line + 1
  for (let element = 0; element < size; element++) {
    at = endOfValue(bytes, at)
    if (at < 0) return -1
  }
  return at
}
