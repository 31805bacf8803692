import type { IncomingMessage } from 'node:http'
import { WebSocket } from 'ws'
import type { Outcome } from './backoff.ts'
import type { Brake } from './brake.ts'

/** Takes one frame as it came from the socket. */
export type OnFrame = (frame: Buffer, isBinary: boolean) => void

/** A connection that is open. */
export type Line = { send(text: string): void; end(reason: string): void }

export type ListenOptions = {
  address: string
  protocols: string[]
  /** A connection that brings no event for this long is given up: servers fall silent. */
  idleMs: number
  /** Whether a server's pings are signs of life too. */
  arePingsLife: boolean
  brake: Brake
  onOpen: (line: Line) => void
  onFrame: OnFrame
  /** Unix milliseconds. */
  now: () => number
}

/** How a connection went and, in one sentence, why it ended. */
export type Ending = Outcome & {
  reason: string
  /** That the server was left because it said nothing. */
  isSilent: boolean
  /** The name that an XRPC server gave its refusal of the handshake. */
  refusal: string | undefined
}

const HANDSHAKE_MS = 15_000
const READ_CHARACTERS = 10_000
const SHOWN_CHARACTERS = 300
/** More than any event has: a server that sends it is not to be followed. */
const MOST_FRAME_BYTES = 32 * 1024 * 1024

/**
 * One connection from its handshake to its end, which is an outcome and never an error. While the
 * brake is held nothing is read and silence means nothing. The signal ends it; frames that the
 * socket had already read are handed on before that.
 */
export function listen(options: ListenOptions, signal: AbortSignal): Promise<Ending> {
  const { address, protocols, idleMs, arePingsLife, brake, onOpen, onFrame, now } = options
  const { promise, resolve } = Promise.withResolvers<Ending>()
  let reason: string | undefined
  let refusal: string | undefined
  let isSilent = false
  let openedAt: number | undefined
  let events = 0

  // Text that is not UTF-8 is the intake's to judge: ws would close, and meet it again. Servers refuse
  // who offers to compress the connection beside what they compress themselves.
  const socket = new WebSocket(address, protocols, {
    perMessageDeflate: false,
    skipUTF8Validation: true,
    handshakeTimeout: HANDSHAKE_MS,
    maxPayload: MOST_FRAME_BYTES,
  })
  const end = (why: string) => {
    reason ??= why
    socket.terminate()
  }
  const watchdog = setInterval(() => {
    if (openedAt === undefined || brake.isHeld()) return
    isSilent = true
    end(`no event for ${idleMs / 1000} seconds`)
  }, idleMs)
  const unwatch = brake.watch((held) => {
    if (held) socket.pause()
    else socket.resume()
    watchdog.refresh()
  })
  const stop = () => end('told to stop')
  signal.addEventListener('abort', stop)
  if (signal.aborted) stop()

  socket.on('open', () => {
    openedAt = now()
    watchdog.refresh()
    if (brake.isHeld()) socket.pause()
    onOpen({ send: (text) => socket.send(text, () => {}), end })
  })
  socket.on('message', (frame: Buffer, isBinary) => {
    events++
    watchdog.refresh()
    onFrame(frame, isBinary)
  })
  if (arePingsLife) socket.on('ping', () => watchdog.refresh())
  socket.on('unexpected-response', async (_, response) => {
    const body = await bodyOf(response)
    refusal = errorIn(body)
    const said = body.replaceAll(/\s+/g, ' ').trim().slice(0, SHOWN_CHARACTERS)
    end(`refused with ${response.statusCode}${said && `: ${said}`}`)
  })
  socket.on('error', (error: NodeJS.ErrnoException) => {
    reason ??= error.message || error.code // several addresses that all refuse have no message
  })
  socket.on('close', (code, text) => {
    clearInterval(watchdog)
    unwatch()
    signal.removeEventListener('abort', stop)
    const livedMs = openedAt === undefined ? 0 : now() - openedAt
    reason ??= `closed with ${code} ${text.toString()}`.trim()
    resolve({ events, livedMs, reason, isSilent, refusal })
  })
  return promise
}

/** As much of an answer as is worth reading. */
async function bodyOf(response: IncomingMessage): Promise<string> {
  let body = ''
  try {
    for await (const chunk of response.setEncoding('utf8')) {
      body += chunk
      if (body.length > READ_CHARACTERS) break
    }
  } catch {
    // an answer cut short tells enough by its status
  }
  return body
}

function errorIn(body: string): string | undefined {
  try {
    const { error } = JSON.parse(body)
    return typeof error === 'string' ? error : undefined
  } catch {
    return undefined // v1 servers answer in plain text
  }
}
