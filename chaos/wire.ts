import { once } from 'node:events'
import { createConnection, createServer, type Socket } from 'node:net'

/** A way to a server on this machine that can be cut and stalled. */
export type Wire = AsyncDisposable & {
  port: number
  /** Ends all connections as a lost network does. */
  cut(): void
  /** Lets nothing through either way until what it returns is called. */
  stall(): () => void
}

export async function startWire(target: number): Promise<Wire> {
  const sockets = new Set<Socket>()
  let isStalled = false

  /** Hands on what comes, as fast as it is taken. */
  function carry(from: Socket, to: Socket): void {
    sockets.add(from)
    from.setNoDelay(true)
    if (isStalled) from.pause()
    from.on('data', (chunk) => {
      if (to.write(chunk)) return
      from.pause()
      to.once('drain', () => isStalled || from.resume())
    })
    from.on('error', () => {})
    from.on('close', () => {
      sockets.delete(from)
      to.destroy()
    })
  }

  const server = createServer((client) => {
    const end = createConnection({ host: '127.0.0.1', port: target })
    carry(client, end)
    carry(end, client)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port was given')

  function cut(): void {
    for (const socket of sockets) socket.destroy()
  }

  return {
    port: address.port,
    cut,
    stall() {
      isStalled = true
      for (const socket of sockets) socket.pause()
      return () => {
        isStalled = false
        for (const socket of sockets) socket.resume()
      }
    },
    async [Symbol.asyncDispose]() {
      cut()
      server.close()
      await once(server, 'close')
    },
  }
}
