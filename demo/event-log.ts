/** One Jetstream v1 event as it goes over the wire, with what the subscription filters ask about. */
export type LoggedEvent = {
  line: string | Buffer
  /** Length of `line` in UTF-8. */
  bytes: number
  timeUs: number
  did: string
  /** Set for commits only. */
  collection?: string | undefined
}

/** An append-only log of events that any number of clients read at their own pace. */
export type EventLog = {
  /**
   * Batches from the first event at or after `cursor` (Unix microseconds), then those that come
   * later. Ends when the signal aborts, and when the reader fell behind what the log still holds.
   * What a reader without a cursor sees first is for the log to say.
   */
  read(cursor: number | undefined, signal: AbortSignal): AsyncIterable<LoggedEvent[]>
}

/** The most events of one batch, so that one client cannot hold the process for long. */
export const BATCH_EVENTS = 256

/** An event as a log keeps it. */
export function loggedOf(event: {
  did: string
  time_us: number
  commit?: { collection: string; [field: string]: unknown }
  [field: string]: unknown
}): LoggedEvent {
  const line = JSON.stringify(event)
  return {
    line,
    bytes: Buffer.byteLength(line),
    timeUs: event.time_us,
    did: event.did,
    collection: event.commit?.collection,
  }
}
