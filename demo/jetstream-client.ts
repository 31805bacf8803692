import { setImmediate as nextTurn } from 'node:timers/promises'
import type { WebSocket } from 'ws'
import type { Batch, EventLog } from './event-log.ts'
import type { Stream, Wire } from './jetstream-wire.ts'
import { isTooLarge, wants } from './subscription-filter.ts'

const BUFFER_BYTES = 1_000_000

/**
 * Sends what the client's filter wants until the client or the log ends. A client that reads slowly
 * makes its own reading of the log wait: nothing is queued for it.
 */
export async function play(client: WebSocket, wire: Wire, stream: Stream, log: EventLog) {
  let { filter } = stream
  const closed = new AbortController()
  const filterNamed = Promise.withResolvers<void>()
  client.on('close', () => {
    closed.abort()
    filterNamed.resolve()
  })
  client.on('error', () => client.terminate())
  client.on('message', (data: Buffer, isBinary) => {
    const reaction = wire.receive(data, isBinary)
    if (!reaction) return
    if ('code' in reaction) {
      closed.abort()
      return client.close(reaction.code, reaction.reason)
    }
    filter = reaction.filter
    filterNamed.resolve()
  })

  if (stream.awaitsFilter) await filterNamed.promise
  if (stream.notice) await sendAll(client, [stream.notice])
  for await (const batch of log.read(stream.seq, closed.signal)) {
    await sendAll(client, framesOf(batch))
  }
  if (!closed.signal.aborted) fail(client, wire, 'ConsumerTooSlow', 'too far behind the log')

  function framesOf({ seq, events }: Batch): (string | Buffer)[] {
    return events.flatMap((event, at) => {
      if (!wants(filter, event)) return []
      const frame = wire.frameOf(event, seq + at)
      return frame === undefined || isTooLarge(filter, frame) ? [] : [frame]
    })
  }
}

/** Tells a client why its stream ends, where the wire has words for it, and ends it. */
export function fail(client: WebSocket, wire: Wire, error: string, message: string) {
  const frame = wire.errorOf(error, message)
  if (frame === undefined) return client.terminate()
  client.send(frame)
  client.close()
}

/** Waits for the client when it is behind, and in any case lets the others have their turn. */
async function sendAll(client: WebSocket, frames: (string | Buffer)[]) {
  const last = frames.at(-1)
  if (last === undefined) return nextTurn()
  for (const frame of frames.slice(0, -1)) client.send(frame, { binary: false })
  const { promise, resolve } = Promise.withResolvers<void>()
  client.send(last, { binary: false }, () => resolve())
  if (client.bufferedAmount > BUFFER_BYTES) await promise
  else await nextTurn()
}
