import type { Gap } from '@orrery/shared/gaps'
import type { Start } from './cursor.ts'

/** Times of servers are not strictly in order; what is missing within that is not told. */
export const TOLERANCE_US = 5_000_000

const REASONS: Record<Start['from'], string> = {
  cursor: 'the server had no events of this time any more',
  move: 'the server is another one and had no events of this time',
  history: 'the server had no events of this time any more',
  tail: 'the feed was taken up at its live tail',
}

const LEAP = 'the server had no events of this time'

/** Whether a gap is one of events that no server sent, and not one that another process found. */
export function isOfFeed({ reason }: Gap): boolean {
  return reason === LEAP || Object.values(REASONS).includes(reason)
}

/**
 * What is missing between the last event that is stored and the first of a new connection, both in
 * Unix microseconds. A server that has all since then sends the last event once more, however long
 * it was quiet after that.
 */
export function gapBetween(last: number, first: number, from: Start['from']): Gap | undefined {
  return first <= last + TOLERANCE_US ? undefined : gapOf(last, first, REASONS[from])
}

/** Leaps are measured against how far apart events are on the average of about so many. */
const USUAL = 1000
/** That events lie so many times further apart than usual does not happen by chance. */
const UNUSUAL = 100

/**
 * Watches the times of one connection's events, in Unix microseconds, for leaps over times of which
 * the server has nothing, as where it was down. Live events leap as far as the clock goes on, and
 * those of a quiet network leap all the time: neither is a gap.
 * @param now Unix milliseconds
 */
export function createLeapWatch(now: () => number): (timeUs: number) => Gap | undefined {
  let latest: number | undefined
  let arrivedAt = 0
  let usual = 0
  let seen = 0

  return (timeUs) => {
    const before = latest
    const waitedUs = (now() - arrivedAt) * 1000
    arrivedAt = now()
    latest = Math.max(timeUs, before ?? timeUs)
    const step = latest - (before ?? latest)
    const limit = Math.max(waitedUs + TOLERANCE_US, UNUSUAL * usual)
    const isLeap = step > limit && seen >= USUAL && timeUs <= arrivedAt * 1000
    if (!isLeap) usual += (step - usual) / Math.min(++seen, USUAL)
    return isLeap && before !== undefined ? gapOf(before, timeUs, LEAP) : undefined
  }
}

function gapOf(fromUs: number, toUs: number, reason: string): Gap {
  return { from: Math.floor(fromUs / 1000), to: Math.floor(toUs / 1000), reason }
}
