import { EventEmitter, once } from 'node:events'
import { BATCH_EVENTS, type EventLog, type LoggedEvent } from './event-log.ts'

export type MemoryLog = EventLog & {
  /** Events in ascending order of time, none before the last one appended. */
  append(events: LoggedEvent[]): void
  size(): number
}

/**
 * The latest events, at most `capacity` and a tenth more. As in Jetstream v1 a reader without a
 * cursor, or with one in the future, starts with the next event; a cursor older than the oldest
 * event starts there. A reader that is overtaken by the trimming is at its end.
 */
export function createMemoryLog(capacity: number): MemoryLog {
  const appended = new EventEmitter().setMaxListeners(0)
  let events: LoggedEvent[] = []
  let trimmed = 0

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
    async *read(cursor, signal) {
      let position = trimmed + (cursor === undefined ? events.length : indexFrom(events, cursor))
      while (!signal.aborted && position >= trimmed) {
        const batch = events.slice(position - trimmed, position - trimmed + BATCH_EVENTS)
        if (batch.length === 0) {
          await nextAppend(appended, signal)
          continue
        }
        position += batch.length
        yield batch
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
