import { setImmediate as nextTurn } from 'node:timers/promises'
import type { WebSocket } from 'ws'
import type { Batch, EventLog } from './event-log.ts'
import { compress } from './jetstream-dictionary.ts'
import type { Stream, Wire } from './jetstream-wire.ts'
import { isTooLarge, wants } from './subscription-filter.ts'

/** Somebody who listens. */
export type Client = { socket: WebSocket; wire: Wire; stream: Stream }

type Frame = string | Buffer

const BUFFER_BYTES = 1_000_000

/**
 * Sends what the client's filter wants until the client or the log ends. A client that reads slowly
 * makes its own reading of the log wait: nothing is queued for it. `untilServing` holds all back.
 */
export async function play(
  client: Client,
  log: EventLog,
  untilServing: (signal: AbortSignal) => Promise<void>,
) {
  const { socket, wire, stream } = client
  let { filter } = stream
  const closed = new AbortController()
  const filterNamed = Promise.withResolvers<void>()
  socket.on('close', () => {
    closed.abort()
    filterNamed.resolve()
  })
  socket.on('error', () => socket.terminate())
  socket.on('message', (data: Buffer, isBinary) => {
    const reaction = wire.receive(data, isBinary)
    if (!reaction) return
    if ('code' in reaction) {
      closed.abort()
      return socket.close(reaction.code, reaction.reason)
    }
    filter = reaction.filter
    filterNamed.resolve()
  })

  if (stream.awaitsFilter) await filterNamed.promise
  await untilServing(closed.signal)
  if (stream.notice) await sendAll(client, [stream.notice])
  for await (const batch of log.read(stream.seq, closed.signal)) {
    await untilServing(closed.signal)
    await sendAll(client, framesOf(batch))
  }
  if (!closed.signal.aborted) fail(client, 'ConsumerTooSlow', 'too far behind the log')

  function framesOf({ seq, events }: Batch): Frame[] {
    return events.flatMap((event, at) => {
      if (!wants(filter, event)) return []
      const frame = wire.frameOf(event, seq + at)
      return frame === undefined || isTooLarge(filter, frame) ? [] : [frame]
    })
  }
}

/** Tells a client why its stream ends, where the wire has words for it, and ends it. */
export function fail(client: Client, error: string, message: string) {
  const frame = client.wire.errorOf(error, message)
  if (frame === undefined) return client.socket.terminate()
  send(client, frame)
  client.socket.close()
}

/** Waits for the client when it is behind, and in any case lets the others have their turn. */
async function sendAll(client: Client, frames: Frame[]) {
  const last = frames.at(-1)
  if (last === undefined) return nextTurn()
  for (const frame of frames.slice(0, -1)) send(client, frame)
  const { promise, resolve } = Promise.withResolvers<void>()
  send(client, last, () => resolve())
  if (client.socket.bufferedAmount > BUFFER_BYTES) await promise
  else await nextTurn()
}

function send({ socket, stream: { dictionary } }: Client, frame: Frame, sent?: () => void) {
  if (dictionary) socket.send(compress(frame, dictionary), { binary: true }, sent)
  else socket.send(frame, { binary: false }, sent)
}
