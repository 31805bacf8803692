import type { Envelope, Unreadable } from './envelope.ts'

/** What a v2 server says of the subscription: `info` goes on, after an `error` the socket closes. */
export type Notice = { notice: 'info' | 'error'; name: string; message: string }

/**
 * That a repository was replaced as a whole, at this rev: the event itself, which is not handed on.
 * See `createResyncs`.
 */
export type Replaced = { replaced: { did: string; rev: string }; timeUs: number; seq: number }

const EVENTS = 'network.bsky.jetstream.subscribeEvents#'
const TIME = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?Z$/

/**
 * Reads a frame of Jetstream v2 (`xrpc.v1.json`). An event's line is what v1 would have sent, because
 * that is the form in which events travel: https://github.com/bluesky-social/jetstream
 */
export function readEnvelopeV2(frame: string): Envelope | Replaced | Notice | Unreadable {
  let json: unknown
  try {
    json = JSON.parse(frame)
  } catch (error) {
    return { reason: `not JSON: ${(error as Error).message}` }
  }
  const message = objectOf(json)
  if (message?.$type === 'error') return noticeOf('error', message.error, message.message)
  const payload = message?.$type === 'message' ? objectOf(message.payload) : undefined
  if (payload === undefined) return { reason: 'neither a message nor an error of Jetstream v2' }
  const type = String(payload.$type)
  const kind = type.startsWith(EVENTS) ? type.slice(EVENTS.length) : undefined
  if (kind === 'info') return noticeOf('info', payload.name, payload.message)
  return eventOf(kind, payload)
}

function eventOf(
  kind: string | undefined,
  payload: Record<string, unknown>,
): Envelope | Replaced | Unreadable {
  const { $type, seq, did, collection } = payload
  if (typeof did !== 'string' || did === '') return { reason: 'did is missing' }
  if (!isWhole(seq)) return { reason: 'seq is not a whole number' }
  // What the server itself saw, where it tells: `time` may have been changed by its operator.
  const timeUs = microsOf(payload.witnessedAt ?? payload.time)
  if (timeUs === undefined) return { reason: 'time is not an RFC 3339 time in UTC' }
  const place = { did, timeUs, seq }
  if (kind === 'commit') {
    const { rev, operation, rkey, record, cid } = payload
    const commit = { rev, operation, collection, rkey, record, cid }
    const line = JSON.stringify({ did, time_us: timeUs, kind, commit })
    const event = { ...place, line, collection: textOf(collection) }
    return operation === 'create' ? { ...event, createdWith: String(rev) } : event
  }
  if (kind === 'identity' || kind === 'account') {
    const line = { did, time_us: timeUs, kind, [kind]: payload[kind] }
    return { ...place, collection: undefined, line: JSON.stringify(line) }
  }
  if (kind === 'sync') {
    const rev = objectOf(payload.sync)?.rev
    return { replaced: { did, rev: String(rev) }, timeUs, seq }
  }
  return { reason: `an event of an unknown type: ${JSON.stringify($type)}` }
}

function noticeOf(notice: Notice['notice'], name: unknown, message: unknown): Notice {
  return { notice, name: String(name), message: typeof message === 'string' ? message : '' }
}

/** Unix microseconds of an RFC 3339 time in UTC. */
function microsOf(time: unknown): number | undefined {
  const [, seconds, fraction = ''] = (typeof time === 'string' && TIME.exec(time)) || []
  const milliseconds = seconds === undefined ? Number.NaN : Date.parse(`${seconds}Z`)
  if (!(milliseconds >= 0)) return undefined
  return milliseconds * 1000 + Number(fraction.padEnd(6, '0').slice(0, 6))
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

function isWhole(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0
}

function objectOf(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null ? { ...value } : undefined
}
