import { keys } from '@orrery/shared/keys'
import type { Redis } from '@orrery/shared/redis'

/** How far each partition's stream holds the feed, in microseconds; undefined where not known. */
export type Cursors = (number | undefined)[]

export type StartOptions = { replayHours: number; rewindSeconds: number }

/** Where to take the feed up, in Unix microseconds; no cursor is the live tail. */
export type Start = { from: 'cursor' | 'history' | 'tail'; cursor: number | undefined }

/**
 * The oldest partition's cursor counts, rewound a little because a server's times are not strictly
 * in order. Where nothing is stored the feed is taken up `replayHours` ago, or at its tail. The
 * publisher gives all partitions a cursor before the first batch is stored, so one that is missing
 * lacks nothing, or was lost: then what can be replayed is replayed.
 * @param now Unix milliseconds; a cursor is never later than that
 */
export function startOf(cursors: Cursors, options: StartOptions, now: number): Start {
  const known = cursors.filter((cursor) => cursor !== undefined)
  const history =
    options.replayHours > 0 ? (now - options.replayHours * 3_600_000) * 1000 : undefined
  if (known.length === 0) {
    return history === undefined
      ? { from: 'tail', cursor: undefined }
      : { from: 'history', cursor: wholeOf(history) }
  }
  const incomplete = known.length < cursors.length
  const oldest = Math.min(...known, now * 1000, incomplete && history ? history : Infinity)
  return { from: 'cursor', cursor: wholeOf(oldest - options.rewindSeconds * 1_000_000) }
}

/** Servers take the cursor 0 for none, or refuse it. */
function wholeOf(micros: number): number {
  return Math.max(1, Math.floor(micros))
}

export async function readCursors(
  redis: Redis,
  feed: string,
  partitions: number,
): Promise<Cursors> {
  const stored = await Promise.all(
    Array.from({ length: partitions }, (_, partition) => redis.get(keys.cursor(partition, feed))),
  )
  return stored.map((text) => (text === null ? undefined : Number(text)))
}
