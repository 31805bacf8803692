import { STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Refusal } from './refusal.ts'

/** Answers on the bare connection, and ends it: for what did not become a request, or a WebSocket. */
export function endWithRefusal(
  stream: Duplex,
  { status, code, message, retryAfter }: Refusal,
  headers: Record<string, string> = {},
): void {
  const body = JSON.stringify({ error: code, message })
  const all = {
    'Access-Control-Allow-Origin': '*',
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': String(Buffer.byteLength(body)),
    ...(retryAfter !== undefined && { 'Retry-After': String(retryAfter) }),
    ...headers,
    Connection: 'close',
  }
  const head = [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...headerLines(all)]
  stream.end(`${head.join('\r\n')}\r\n\r\n${body}`)
}

export function headerLines(headers: Record<string, string>): string[] {
  return Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
}
