import type { IncomingMessage } from 'node:http'
import { WebSocket } from 'ws'
import type { Outcome } from './backoff.ts'
import type { Brake } from './brake.ts'
import type { Intake } from './intake.ts'

export type ListenOptions = {
  address: string
  /** A connection that brings no event for this long is given up: servers fall silent. */
  idleMs: number
  brake: Brake
  onOpen: () => void
  onFrame: Intake
  /** Unix milliseconds. */
  now: () => number
}

/** How a connection went and, in one sentence, why it ended. */
export type Ending = Outcome & { reason: string }

const HANDSHAKE_MS = 15_000
const SHOWN_CHARACTERS = 300

/**
 * One connection from its handshake to its end, which is an outcome and never an error. While the
 * brake is held nothing is read and silence means nothing. The signal ends it; frames that the
 * socket had already read are handed on before that.
 */
export function listen(options: ListenOptions, signal: AbortSignal): Promise<Ending> {
  const { address, idleMs, brake, onOpen, onFrame, now } = options
  const { promise, resolve } = Promise.withResolvers<Ending>()
  let reason: string | undefined
  let openedAt: number | undefined
  let events = 0

  // Text that is not UTF-8 is the intake's to judge: ws would close, and meet it again.
  const socket = new WebSocket(address, {
    perMessageDeflate: false,
    skipUTF8Validation: true,
    handshakeTimeout: HANDSHAKE_MS,
  })
  const end = (why: string) => {
    reason ??= why
    socket.terminate()
  }
  const watchdog = setInterval(() => {
    if (openedAt !== undefined && !brake.isHeld()) end(`no event for ${idleMs / 1000} seconds`)
  }, idleMs)
  const unwatch = brake.watch((held) => {
    if (held) socket.pause()
    else socket.resume()
    watchdog.refresh()
  })
  const stop = () => end('told to stop')
  signal.addEventListener('abort', stop)

  socket.on('open', () => {
    openedAt = now()
    watchdog.refresh()
    if (brake.isHeld()) socket.pause()
    onOpen()
  })
  socket.on('message', (frame: Buffer, isBinary) => {
    events++
    watchdog.refresh()
    onFrame(frame, isBinary)
  })
  socket.on('unexpected-response', async (_, response) => end(await refusalIn(response)))
  socket.on('error', (error: NodeJS.ErrnoException) => {
    reason ??= error.message || error.code // several addresses that all refuse have no message
  })
  socket.on('close', (code, text) => {
    clearInterval(watchdog)
    unwatch()
    signal.removeEventListener('abort', stop)
    const livedMs = openedAt === undefined ? 0 : now() - openedAt
    resolve({ events, livedMs, reason: reason ?? `closed with ${code} ${text.toString()}`.trim() })
  })
  return promise
}

/** Why the server did not accept the handshake, with as much of its answer as fits a log line. */
async function refusalIn(response: IncomingMessage): Promise<string> {
  let body = ''
  try {
    for await (const chunk of response.setEncoding('utf8')) {
      body += chunk
      if (body.length > SHOWN_CHARACTERS) break
    }
  } catch {
    // an answer cut short tells enough by its status
  }
  const said = body.replaceAll(/\s+/g, ' ').trim().slice(0, SHOWN_CHARACTERS)
  return `refused with ${response.statusCode}${said && `: ${said}`}`
}
