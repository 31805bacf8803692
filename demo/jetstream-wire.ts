import type { IncomingHttpHeaders } from 'node:http'
import type { LoggedEvent } from './event-log.ts'
import type { Dictionary } from './jetstream-dictionary.ts'
import type { ReplayWindow } from './replay-window.ts'
import type { Filter } from './subscription-filter.ts'

/** What the handshake of a client comes to: where its stream begins, and what is in it. */
export type Stream = {
  filter: Filter
  /** The number of the first event. */
  seq: number
  /** A frame that is sent before all events. */
  notice?: string | undefined
  /** Nothing is sent before the client has named its filter. */
  awaitsFilter: boolean
  /** Every frame is sent as one binary frame of zstd that is made with it. */
  dictionary?: Dictionary | undefined
}

export type Handshake = { query: URLSearchParams; headers: IncomingHttpHeaders }

/** What a server has to offer to a client. */
export type Offer = { window: ReplayWindow; dictionary: Dictionary }

/** A handshake that is answered over HTTP. */
export type Refused = { status: number; error: string; message: string }

/** An end that is told to the client by a close frame. */
export type Close = { code: number; reason: string }

/** A protocol of Jetstream: how clients ask, and what they are sent. */
export type Wire = {
  path: string
  /** Which a client may offer; one that offers none is sent the same. */
  subprotocol?: string
  open(handshake: Handshake, offer: Offer): Stream | Refused
  /** The body of a refusal, and its type. */
  refusalOf(refused: Refused): { type: string; body: string }
  /** Undefined for an event that this wire does not carry. */
  frameOf(event: LoggedEvent, seq: number): string | Buffer | undefined
  /** The last frame of a stream that fails; undefined where the wire has none. */
  errorOf(error: string, message: string): string | undefined
  /** What a message of a client changes. */
  receive(message: Buffer, isBinary: boolean): { filter: Filter } | Close | undefined
}

/** Compressing twice costs twice and gains nothing, so a server lets a client choose. */
export function offersDeflate(headers: IncomingHttpHeaders): boolean {
  return headers['sec-websocket-extensions']?.includes('permessage-deflate') ?? false
}

export function invalid(message: string): Refused {
  return { status: 400, error: 'InvalidRequest', message }
}

/** The most bytes of a close frame's reason (RFC 6455, 5.5.1). */
const MAX_REASON_BYTES = 123

/** The sentence as far as a close frame has room for it, cut between two characters. */
export function closeReasonOf(sentence: string): string {
  if (Buffer.byteLength(sentence) <= MAX_REASON_BYTES) return sentence
  const bytes = Buffer.from(sentence)
  let end = MAX_REASON_BYTES - 3
  while (isContinuation(bytes[end])) end--
  return `${bytes.subarray(0, end)}...`
}

/** Whether a byte stands in the middle of a character of UTF-8. */
function isContinuation(byte = 0): boolean {
  return (byte & 0xc0) === 0x80
}
