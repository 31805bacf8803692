import {
  closeReasonOf,
  type Handshake,
  invalid,
  offersDeflate,
  type Wire,
} from './jetstream-wire.ts'
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
  open(handshake, { window, dictionary }) {
    const subscription = parseSubscription(handshake.query)
    if ('refused' in subscription) return invalid(subscription.refused)
    const compressed = asksForZstd(handshake)
    if (compressed && offersDeflate(handshake.headers)) {
      return invalid('choose either zstd or permessage-deflate, not both')
    }
    const { filter, cursor, requireHello } = subscription
    return {
      filter,
      seq: startAtTime(window, cursor),
      awaitsFilter: requireHello,
      dictionary: compressed ? dictionary : undefined,
    }
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

function asksForZstd({ query, headers }: Handshake): boolean {
  const encoding = headers['socket-encoding']
  return query.get('compress') === 'true' || (encoding?.includes('zstd') ?? false)
}
