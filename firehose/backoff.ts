const FIRST_MS = 1000
const LONGEST_MS = 60_000
const HEALTHY_MS = 10_000

/** How one connection went: `livedMs` from its opening to its end, 0 where it never opened. */
export type Outcome = { events: number; livedMs: number }

/**
 * How long to wait before the next attempt, in milliseconds: anything up to a ceiling that doubles
 * with each failure in a row ("full jitter"), so that clients a server has lost do not all return
 * at once. `random` is in [0, 1).
 */
export function delayOf(failures: number, random: number): number {
  return random * Math.min(LONGEST_MS, FIRST_MS * 2 ** failures)
}

/** Failures in a row after a connection's end: one that delivered for a while counts as none. */
export function failuresAfter(failures: number, { events, livedMs }: Outcome): number {
  return events > 0 && livedMs >= HEALTHY_MS ? 0 : failures + 1
}
