import type { Wire } from './jetstream-wire.ts'
import { closeReasonOf } from './jetstream-wire.ts'
import { startAtTime } from './replay-window.ts'
import { parseClientMessage, parseSubscription } from './subscription-v1.ts'

const GARBLED = 1007
const NOT_ACCEPTED = 1008

/**
 * `/subscribe`, as the servers of Jetstream v1 speak it: cursors are times, refusals plain sentences,
 * and a client may change its filter in the middle. An event goes out as its log has it.
 */
export const wireV1: Wire = {
  path: '/subscribe',
  open(query, _headers, log) {
    const subscription = parseSubscription(query)
    if ('refused' in subscription) {
      return { status: 400, error: 'InvalidRequest', message: subscription.refused }
    }
    const { filter, cursor, requireHello } = subscription
    return { filter, seq: startAtTime(log, cursor), awaitsFilter: requireHello }
  },
  refusalOf: ({ message }) => ({ type: 'text/plain', body: `${message}\n` }),
  frameOf: ({ line }) => line,
  errorOf: () => undefined,
  receive(data, isBinary) {
    if (isBinary) return undefined
    const message = parseClientMessage(data.toString())
    if (message === 'ignored') return undefined
    if ('garbled' in message) return { code: GARBLED, reason: closeReasonOf(message.garbled) }
    if ('refused' in message) return { code: NOT_ACCEPTED, reason: closeReasonOf(message.refused) }
    return message
  },
}
