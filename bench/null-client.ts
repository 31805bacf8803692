import { once } from 'node:events'
import { WebSocket } from 'ws'

/** Reads so many frames and does nothing with them; returns how many came in a second. */
export async function readFramesOnly(url: string, count: number): Promise<number> {
  const socket = new WebSocket(url, { perMessageDeflate: false, skipUTF8Validation: true })
  await once(socket, 'open')
  const started = performance.now()
  const done = Promise.withResolvers<void>()
  let frames = 0
  socket.on('message', () => {
    if (++frames === count) done.resolve()
  })
  await done.promise
  socket.terminate()
  return (count * 1000) / (performance.now() - started)
}
