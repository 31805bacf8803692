import type { LoggedEvent } from './event-log.ts'
import { invalid, offersDeflate, type Wire } from './jetstream-wire.ts'
import { startAtCursor } from './replay-window.ts'
import { parseSubscription } from './subscription-v2.ts'

const NSID = 'network.bsky.jetstream.subscribeEvents'
const POLICY_VIOLATION = 1008

/** `network.bsky.jetstream.subscribeEvents`, to which clients only listen. */
export const wireV2: Wire = {
  path: `/xrpc/${NSID}`,
  subprotocol: 'xrpc.v1.json',
  open({ query, headers }, { window, dictionary }) {
    if (headers['socket-encoding']) {
      return invalid('Socket-Encoding belongs to /subscribe: use zstdDictionary=<id>')
    }
    const subscription = parseSubscription(query)
    if ('refused' in subscription) return invalid(subscription.refused)
    const { filter, cursor, dictionaryId } = subscription
    if (dictionaryId !== undefined && dictionaryId !== dictionary.id) {
      const message = `unknown zstd dictionary ${dictionaryId}; the current one is ${dictionary.id}`
      return { status: 400, error: 'UnknownZstdDictionary', message }
    }
    if (dictionaryId !== undefined && offersDeflate(headers)) {
      return invalid('choose either zstdDictionary or permessage-deflate, not both')
    }
    const start = startAtCursor(window, cursor)
    if ('oldest' in start) {
      const message = `seq ${cursor} is not kept any more; the oldest is ${start.oldest}`
      return { status: 400, error: 'CursorTooOld', message }
    }
    return {
      filter,
      seq: start.seq,
      notice: start.notice && frameOfPayload({ $type: `${NSID}#info`, ...start.notice }),
      awaitsFilter: false,
      dictionary: dictionaryId === undefined ? undefined : dictionary,
    }
  },
  refusalOf: ({ error, message }) => ({
    type: 'application/json',
    body: JSON.stringify({ error, message }),
  }),
  frameOf(event, seq) {
    try {
      return frameOfPayload(payloadOf(event, seq))
    } catch (error) {
      // What nests too deep to be written, the real servers leave out too.
      if (error instanceof RangeError) return undefined
      throw error
    }
  },
  errorOf: (error, message) => JSON.stringify({ $type: 'error', error, message }),
  receive: () => ({ code: POLICY_VIOLATION, reason: 'this stream takes no messages' }),
}

/** A commit's fields stand beside its number; the other kinds have theirs as the relay sent them. */
function payloadOf({ line, timeUs, did, kind }: LoggedEvent, seq: number) {
  const time = timeOf(timeUs)
  const { [kind]: body } = JSON.parse(line.toString())
  const common = { $type: `${NSID}#${kind}`, seq, did, time, witnessedAt: time }
  return kind === 'commit' ? { ...common, ...body } : { ...common, [kind]: body }
}

function frameOfPayload(payload: object): string {
  return JSON.stringify({ $type: 'message', payload })
}

/** RFC 3339 with exactly six digits of a second's fraction. */
export function timeOf(timeUs: number): string {
  const milliseconds = new Date(Math.floor(timeUs / 1000)).toISOString()
  return milliseconds.replace('Z', `${String(timeUs % 1000).padStart(3, '0')}Z`)
}
