import type { EventLog } from './event-log.ts'

/** A log of which the server replays what is not too long ago. */
export type ReplayWindow = EventLog & {
  /** The oldest number that a cursor may begin with. */
  floor(): number
}

/** Cursors below this are numbers of events, those from it on are Unix microseconds. */
export const FIRST_TIME = 1e15

/** A window that is open from a time on, which may change. */
export function windowOf(log: EventLog, sinceUs: () => number): ReplayWindow {
  return { ...log, floor: () => Math.max(log.oldest(), log.seqAt(sinceUs())) }
}

/** Where v1 begins: what is older than the window is left out without a word. */
export function startAtTime(window: ReplayWindow, timeUs: number | undefined): number {
  return timeUs === undefined ? window.live() : Math.max(window.floor(), window.seqAt(timeUs))
}

export type Notice = { name: 'OutdatedCursor' | 'FutureCursor'; message: string }
export type Start = { seq: number; notice?: Notice } | { oldest: number }

/** Where v2 begins, with what the client is to be told; only `oldest` for a number below it. */
export function startAtCursor(window: ReplayWindow, cursor: number | undefined): Start {
  if (cursor === undefined) return { seq: window.live() }
  if (cursor < FIRST_TIME) return startAtSeq(window, cursor)
  const seq = startAtTime(window, cursor)
  return isOutdated(window, cursor) ? { seq, notice: outdated(seq) } : { seq }
}

/** Numbers begin with 1; a client that has seen none yet says 0. */
function startAtSeq(window: ReplayWindow, cursor: number): Start {
  const [floor, next, seq] = [window.floor(), window.next(), Math.max(1, cursor)]
  if (seq < floor) return { oldest: floor }
  return seq > next ? { seq: next, notice: future(cursor) } : { seq }
}

/** Whether the time is before that of the oldest event, so that some may be missing. */
function isOutdated(window: ReplayWindow, timeUs: number): boolean {
  const floor = window.floor()
  return floor < window.next() && window.seqAt(timeUs + 1) <= floor
}

function outdated(seq: number): Notice {
  const message = `the time is before the oldest event that is kept; starting at seq ${seq}`
  return { name: 'OutdatedCursor', message }
}

function future(cursor: number): Notice {
  const message = `seq ${cursor} is beyond the next seq; starting at the live tip`
  return { name: 'FutureCursor', message }
}
