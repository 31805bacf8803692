import { PassThrough } from 'node:stream'
import type { Context } from 'koa'

/** Server-Sent Events to one client (https://html.spec.whatwg.org/multipage/server-sent-events.html). */
export type EventStream = {
  /** @param id what the client says when it comes back, where it is to go on after this */
  send(event: string, data: unknown, id?: string): void
  /** Ends the stream; a client that is a browser comes back by itself. */
  end(): void
  /** Lets the client come back as if it had been told nothing. */
  forget(): void
  /** Calls back once, however the stream ends. */
  onEnd(then: () => void): void
}

const HEARTBEAT = 15_000
const RETRY = 2000
/** Who has so many bytes waiting is let go, and goes on where it was when it comes back. */
const MOST_WAITING = 1_048_576

/** Makes the answer a stream of events. */
export function answerWithEvents(ctx: Context): EventStream {
  const body = new PassThrough()
  ctx.set({ 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' })
  ctx.type = 'text/event-stream'
  ctx.body = body
  body.write(`retry: ${RETRY}\n\n`)
  const heartbeat = setInterval(() => body.write(': \n\n'), HEARTBEAT)
  body.once('close', () => clearInterval(heartbeat))
  body.on('error', () => {}) // the client is gone

  return {
    send(event, data, id) {
      if (!body.writable) return
      const lines = [`event: ${event}`, ...(id === undefined ? [] : [`id: ${id}`])]
      body.write(`${lines.join('\n')}\ndata: ${JSON.stringify(data)}\n\n`)
      if (body.writableLength + ctx.res.writableLength > MOST_WAITING) body.destroy()
    },
    forget() {
      if (body.writable) body.write('id\n\n')
    },
    end() {
      clearInterval(heartbeat)
      body.end()
    },
    onEnd: (then) => void body.once('close', then),
  }
}
