import { EventEmitter, once } from 'node:events'
import { BATCH_EVENTS, type EventLog, type LoggedEvent } from './event-log.ts'

export type MemoryLog = EventLog & {
  /** Events in ascending order of time, none before the last one appended. */
  append(events: LoggedEvent[]): void
  size(): number
}

/**
 * The latest events, at most `capacity` and a tenth more. A reader without a cursor begins with the
 * next event; one that is overtaken by the trimming is at its end.
 */
export function createMemoryLog(capacity: number): MemoryLog {
  const appended = new EventEmitter().setMaxListeners(0)
  let events: LoggedEvent[] = []
  let trimmed = 0
  const next = () => trimmed + events.length + 1

  return {
    append(more) {
      for (const event of more) events.push(event)
      if (events.length > capacity * 1.1) {
        const excess = events.length - capacity
        events = events.slice(excess)
        trimmed += excess
      }
      appended.emit('append')
    },
    size: () => events.length,
    oldest: () => trimmed + 1,
    live: next,
    next,
    seqAt: (timeUs) => trimmed + indexFrom(events, timeUs) + 1,
    async *read(from, signal) {
      let seq = from
      while (!signal.aborted && seq > trimmed) {
        const start = seq - trimmed - 1
        const batch = events.slice(start, start + BATCH_EVENTS)
        if (batch.length === 0) {
          await nextAppend(appended, signal)
          continue
        }
        yield { seq, events: batch }
        seq += batch.length
      }
    },
  }
}

async function nextAppend(appended: EventEmitter, signal: AbortSignal) {
  try {
    await once(appended, 'append', { signal })
  } catch (error) {
    if (!signal.aborted) throw error
  }
}

/** The first index at or after the time; the length where there is none. */
function indexFrom(events: LoggedEvent[], timeUs: number): number {
  let low = 0
  let high = events.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((events[middle]?.timeUs ?? Infinity) < timeUs) low = middle + 1
    else high = middle
  }
  return low
}
