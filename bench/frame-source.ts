import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { untilStopped } from '../demo/process.ts'

/**
 * Serves a file of WebSocket frames to whoever connects, from its beginning and as fast as it is
 * read; the connection stays open at its end. Says its port and each connection in a line.
 */
const HANDSHAKE = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'
const CHUNK_BYTES = 1024 * 1024

const [path = ''] = process.argv.slice(2)
const server = createServer()

server.on('upgrade', (request, socket) => {
  const accept = createHash('sha1')
    .update(request.headers['sec-websocket-key'] + HANDSHAKE)
    .digest('base64')
  const head = 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade'
  socket.write(`${head}\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`)
  const frames = createReadStream(path, { highWaterMark: CHUNK_BYTES })
  socket.on('error', () => socket.destroy())
  socket.on('close', () => frames.destroy())
  frames.pipe(socket, { end: false })
  console.log('connected')
})

server.listen(0, '127.0.0.1')
await once(server, 'listening')
console.log(`port ${(server.address() as AddressInfo).port}`)
await untilStopped()
server.close()
server.closeAllConnections()
process.exit()
