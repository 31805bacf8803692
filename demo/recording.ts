import { setTimeout as sleep } from 'node:timers/promises'
import { BATCH_EVENTS, type EventLog, type LoggedEvent } from './event-log.ts'

export type Playback = {
  /** Times the recorded pace; Infinity is as fast as the reader takes it. */
  speed: number
  /** Start again after the end, each round later by the recording's span. */
  loop: boolean
  /** Added to every `time_us`. */
  shiftUs: number
}

const MAX_SLEEP_MS = 3_600_000

/**
 * A recording as a log. Every reader plays it by itself, from its cursor or, having none, from the
 * beginning: live Jetstream would start at its tail, and there would be nothing to see. After the
 * end the reader waits for its signal, or the next round begins: round k is always k spans later,
 * so a cursor means the same event on every connection.
 */
export function recordingLog(events: LoggedEvent[], playback: Playback): EventLog {
  const first = events[0]
  const last = events.at(-1)
  if (!first || !last) throw new RangeError('a recording needs an event')
  const latest = latestTimes(events)
  const span = (latest.at(-1) ?? last.timeUs) - first.timeUs + 1

  return {
    oldest: () => 1,
    live: () => 1,
    next: () => (playback.loop ? Infinity : events.length + 1),
    seqAt(timeUs) {
      const from = timeUs - playback.shiftUs
      const round = playback.loop ? Math.max(0, Math.floor((from - first.timeUs) / span)) : 0
      const position = latest.findIndex((time) => time >= from - round * span)
      return round * events.length + (position === -1 ? events.length : position) + 1
    },
    async *read(from, signal) {
      const pace = paceOf(playback.speed)
      let seq = from
      while (!signal.aborted) {
        const round = Math.floor((seq - 1) / events.length)
        const position = (seq - 1) % events.length
        const event = events[position]
        if (!event || (round > 0 && !playback.loop)) return await waitForEnd(signal)
        const shift = playback.shiftUs + round * span
        await pace.waitFor(event.timeUs + shift, signal)
        const next = events.slice(position + 1, position + BATCH_EVENTS)
        const early = next.findIndex(({ timeUs }) => !pace.isDue(timeUs + shift))
        const batch = [event, ...next.slice(0, early === -1 ? next.length : early)]
        yield { seq, events: batch.map((each) => shifted(each, shift)) }
        seq += batch.length
      }
    },
  }
}

/** The event at a later time: every byte is as it was but those of `time_us`. */
export function shifted(event: LoggedEvent, byUs: number): LoggedEvent {
  if (byUs === 0) return event
  const text = event.line.toString()
  const timeUs = event.timeUs + byUs
  const field = new RegExp(`("time_us"\\s*:\\s*)${event.timeUs}(?!\\d)`)
  return { ...event, line: Buffer.from(text.replace(field, `$1${timeUs}`)), timeUs }
}

/** The latest time up to each position: ascending also where a recording is not quite in order. */
function latestTimes(events: LoggedEvent[]): number[] {
  let latest = 0
  return events.map(({ timeUs }) => {
    latest = Math.max(latest, timeUs)
    return latest
  })
}

/** A clock that starts with the first event it is asked about. */
function paceOf(speed: number) {
  let start: { wallMs: number; timeUs: number } | undefined
  const untilMs = (timeUs: number) => {
    start ??= { wallMs: performance.now(), timeUs }
    return start.wallMs + (timeUs - start.timeUs) / 1000 / speed - performance.now()
  }
  return {
    isDue: (timeUs: number) => untilMs(timeUs) <= 0,
    async waitFor(timeUs: number, signal: AbortSignal) {
      while (!signal.aborted && untilMs(timeUs) > 0) {
        await pause(Math.min(MAX_SLEEP_MS, untilMs(timeUs)), signal)
      }
    },
  }
}

async function waitForEnd(signal: AbortSignal) {
  while (!signal.aborted) await pause(MAX_SLEEP_MS, signal)
}

/** Ends early, without an error, when the signal aborts. */
async function pause(ms: number, signal: AbortSignal) {
  try {
    await sleep(ms, undefined, { signal })
  } catch (error) {
    if (!signal.aborted) throw error
  }
}
