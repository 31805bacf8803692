import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Logger } from '@orrery/shared/logging'
import { type WebSocket, WebSocketServer } from 'ws'
import { admit, type RequestLimits } from './admission.ts'
import { costOf } from './call-costs.ts'
import { type QuotaHeaders, quotaHeadersOf } from './quota-headers.ts'
import { endWithRefusal, headerLines } from './raw-refusal.ts'
import { badRequest, refusalOf } from './refusal.ts'
import type { SubscribeOptions } from './subscribe-parameters.ts'
import { readUpgrade, SUBSCRIBE } from './subscribe-request.ts'

export type UpgradeOptions = {
  /** Without them everybody may ask as much as they like. */
  limits: RequestLimits | undefined
  /** The longest message that a client may send, in bytes. */
  longest: number
  /** @throws Refusal where what is asked for cannot be had */
  check(asked: SubscribeOptions): void
  accept(socket: WebSocket, stream: Duplex, asked: SubscribeOptions): void
  log: Logger
}

/** Takes a request to become a WebSocket. */
export type Upgrade = (request: IncomingMessage, stream: Duplex, head: Buffer) => void

/** Lets requests become WebSockets, charged for as any call, or refuses them before that. */
export function openUpgrades({ limits, longest, check, accept, log }: UpgradeOptions): Upgrade {
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: longest,
  })
  const standings = new WeakMap<IncomingMessage, QuotaHeaders>()
  server.on('headers', (lines, request) => lines.push(...headerLines(standings.get(request) ?? {})))
  server.on('wsClientError', ({ message }, stream, request) => {
    endWithRefusal(stream, badRequest(`${message}.`), standings.get(request))
  })

  async function letIn(request: IncomingMessage, stream: Duplex, head: Buffer): Promise<void> {
    const { standing, refusal } = limits ? await admit(limits, request, costOf(SUBSCRIBE)) : {}
    if (standing) standings.set(request, quotaHeadersOf(standing))
    if (refusal) throw refusal
    const asked = readUpgrade(request)
    check(asked)
    server.handleUpgrade(request, stream, head, (socket) => accept(socket, stream, asked))
  }

  return (request, stream, head) => {
    stream.on('error', () => stream.destroy())
    letIn(request, stream, head).catch((error: unknown) => {
      const refusal = refusalOf(error)
      if (refusal.status === 500) log.error({ err: error }, 'a subscriber could not be let in')
      endWithRefusal(stream, refusal, standings.get(request))
    })
  }
}
