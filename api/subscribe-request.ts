import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Feed } from './event-feed.ts'
import { type Place, parseCursor } from './live-cursor.ts'
import { isRedisOutage } from './redis-outage.ts'
import { badRequest, Refusal, storeUnavailable } from './refusal.ts'
import { readSubscribeQuery, type SubscribeOptions } from './subscribe-filter.ts'
import type { Beginning } from './subscriber.ts'

/** @throws Refusal */
export function readUpgrade({ url, method, headers }: IncomingMessage): SubscribeOptions {
  const { pathname, searchParams } = new URL(url ?? '/', 'http://localhost')
  if (pathname !== '/subscribe' || method !== 'GET' || !headers['sec-websocket-key']) {
    throw new Refusal(404, 'NotFound', 'There is no WebSocket at this address.')
  }
  const asked = readSubscribeQuery(searchParams)
  if (asked.cursor !== undefined) placesIn(asked.cursor)
  return asked
}

/** @throws Refusal */
export function beginningOf(cursor: string | undefined, { recent }: Feed): Beginning | undefined {
  if (cursor === undefined) return undefined
  const places = placesIn(cursor)
  if (places.length !== recent.places().length) throw badCursor()
  return { places, cursor }
}

function placesIn(cursor: string): Place[] {
  const places = parseCursor(cursor)
  if (places === undefined) throw badCursor()
  return places
}

function badCursor(): Refusal {
  return badRequest('cursor: expected one that a message of this server gave.')
}

export function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error
  if (isRedisOutage(error)) return storeUnavailable()
  return new Refusal(500, 'InternalError', 'Something went wrong here; it has been logged.')
}

const REASONS: Record<number, string> = { 400: 'Bad Request', 404: 'Not Found' }

/** Answers a request to become a WebSocket that is refused. */
export function refuseUpgrade(
  stream: Duplex,
  { status, code, message, retryAfter }: Refusal,
): void {
  const body = JSON.stringify({ error: code, message })
  const headers = [
    `HTTP/1.1 ${status} ${REASONS[status] ?? 'Service Unavailable'}`,
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Access-Control-Allow-Origin: *',
    ...(retryAfter === undefined ? [] : [`Retry-After: ${retryAfter}`]),
    'Connection: close',
  ]
  stream.end(`${headers.join('\r\n')}\r\n\r\n${body}`)
}
