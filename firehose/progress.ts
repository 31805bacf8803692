import type { Feed } from './feed.ts'

/** What the process has done since its start, for its log and for /health. */
export type Progress = {
  /** The feed that events came from last, or the first that was reached. */
  feed: Feed | undefined
  connected: boolean
  /** Events read, wanted or not. */
  events: number
  /** The last event's time, Unix microseconds. */
  timeUs: number | undefined
  deadLetters: number
  /** Why the last dead letter is one. */
  deadReason: string
}

export function newProgress(): Progress {
  return {
    feed: undefined,
    connected: false,
    events: 0,
    timeUs: undefined,
    deadLetters: 0,
    deadReason: '',
  }
}

/** A moment of the process: its progress, how long it was paused until then, and the time (ms). */
export type Moment = Pick<Progress, 'events' | 'timeUs' | 'deadLetters'> & {
  at: number
  heldMs: number
}

/** What happened between two moments; the lag is null while no event has come. */
export type Pace = {
  eventsPerSecond: number
  lagSeconds: number | null
  pausedPercent: number
  deadLetters: number
}

export function paceOf(before: Moment, after: Moment): Pace {
  const span = Math.max(1, after.at - before.at)
  return {
    eventsPerSecond: Math.round((1000 * (after.events - before.events)) / span),
    lagSeconds:
      after.timeUs === undefined ? null : Math.round(after.at / 1000 - after.timeUs / 1e6),
    pausedPercent: Math.round((100 * (after.heldMs - before.heldMs)) / span),
    deadLetters: after.deadLetters - before.deadLetters,
  }
}
