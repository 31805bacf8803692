import type { Gap } from '@orrery/shared/gaps'
import { keys } from '@orrery/shared/keys'
import type { Redis } from '@orrery/shared/redis'
import type { Cursors, Start } from './cursor.ts'

/** Times of servers are not strictly in order; what is missing within that is not told. */
const TOLERANCE_US = 5_000_000

const REASONS: Record<Start['from'], string> = {
  cursor: 'the server had no events of this time any more',
  history: 'the server is another one and had no events of this time',
  tail: 'the feed was taken up at its live tail',
}

/**
 * Up to when the streams hold events, in Unix microseconds: of this feed, or of the one that was read
 * before where nothing of this one is stored. Undefined where nothing was ever read.
 */
export async function readLastTime(redis: Redis, cursors: Cursors): Promise<number | undefined> {
  const known = cursors.filter((cursor) => cursor !== undefined)
  if (known.length > 0) return Math.min(...known)
  const before = await redis.hGet(keys.feed, 'time_us')
  return before === null ? undefined : Number(before)
}

/**
 * What is missing between the last event that is stored and the first of a new connection, both in
 * Unix microseconds. A server that has all since then sends the last event once more, however long
 * it was quiet after that.
 */
export function gapBetween(last: number, first: number, from: Start['from']): Gap | undefined {
  if (first <= last + TOLERANCE_US) return undefined
  return {
    from: Math.floor(last / 1000),
    to: Math.floor(first / 1000),
    reason: REASONS[from],
  }
}
