/** An event in the words of Jetstream v1, with what the subscription filters ask about. */
export type LoggedEvent = {
  line: string | Buffer
  timeUs: number
  did: string
  /** `commit`, `identity`, `account`, `sync`, or what is still to be invented. */
  kind: string
  /** Set for commits only. */
  collection?: string | undefined
}

/** Consecutive events; the first has the number `seq`. */
export type Batch = { seq: number; events: LoggedEvent[] }

/** A log of events, numbered from 1 on, that any number of clients read at their own pace. */
export type EventLog = {
  /** The oldest number that can still be read; `next` where the log is empty. */
  oldest(): number
  /** Where a reader without a cursor begins. */
  live(): number
  /** The number of the event to come; Infinity for a log that repeats itself. */
  next(): number
  /** The first number whose event is at or after a time in Unix microseconds, else `next`. */
  seqAt(timeUs: number): number
  /**
   * The events from a number on, then those that come later. Ends when the signal aborts, and when
   * the reader fell behind what the log still holds.
   */
  read(seq: number, signal: AbortSignal): AsyncIterable<Batch>
}

/** The most events of one batch, so that one client cannot hold the process for long. */
export const BATCH_EVENTS = 256

/** An event as a log keeps it. */
export function loggedOf(event: {
  did: string
  time_us: number
  kind: string
  commit?: { collection: string; [field: string]: unknown }
  [field: string]: unknown
}): LoggedEvent {
  return {
    line: JSON.stringify(event),
    timeUs: event.time_us,
    did: event.did,
    kind: event.kind,
    collection: event.commit?.collection,
  }
}
