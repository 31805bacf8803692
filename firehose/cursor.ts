import { keys } from '@orrery/shared/keys'
import type { Redis } from '@orrery/shared/redis'

/** How far each partition's stream holds the network, in microseconds; undefined where not known. */
export type Cursors = (number | undefined)[]

/** What is stored: of the feed that is to be read, and the latest of all others. */
export type Held = {
  own: Cursors
  /** The numbers of the same events, where the wire has them. */
  sequences: Cursors
  others: Cursors
  /** The time of the last event that was read, where the server's clock is ahead of ours. */
  ahead?: number | undefined
}

export type StartOptions = {
  replayHours: number
  rewindSeconds: number
  /** How far to go back on another host, whose clock and delay differ. */
  moveRewindSeconds: number
}

/** Where to take the feed up. */
export type Start = {
  from: 'cursor' | 'move' | 'history' | 'tail'
  /** Unix microseconds, or below 10^15 the number of an event; none is the live tail. */
  cursor: number | undefined
  /** Up to when the streams hold all that any feed sent, in Unix microseconds. */
  last: number | undefined
  /** The event that must come first, as it was when it was stored. */
  expected?: Place
}

/** An event's number on its host, and its time. */
export type Place = { seq: number; timeUs: number }

/**
 * The oldest partition counts. On the host that was read last the feed is taken up there: by number, or
 * by time and rewound a little because a server's times are not strictly in order. On another host it
 * is taken up by time, and further back. Where nothing is stored that is `replayHours` ago, or its tail.
 * The publisher gives all partitions a cursor before the first batch is stored, so one that is missing
 * lacks nothing, or was lost: then what can be replayed is replayed.
 * @param now Unix milliseconds; a cursor is never later than that
 * @param byTime where the host does not know the number any more
 */
export function startOf(held: Held, options: StartOptions, now: number, byTime = false): Start {
  const latest = held.own.map((own, partition) => laterOf(own, held.others[partition]))
  const known = latest.filter((cursor) => cursor !== undefined)
  const history =
    options.replayHours > 0 ? (now - options.replayHours * 3_600_000) * 1000 : undefined
  if (known.length === 0) {
    return history === undefined
      ? { from: 'tail', cursor: undefined, last: undefined }
      : { from: 'history', cursor: wholeOf(history), last: undefined }
  }
  const stored = Math.min(...known)
  const last = Math.max(stored, held.ahead ?? stored)
  const isMove = latest.some((cursor, partition) => cursor !== held.own[partition])
  const incomplete = known.length < latest.length
  const expected = isMove || incomplete || byTime ? undefined : placeOf(held)
  if (expected !== undefined) return { from: 'cursor', cursor: expected.seq, last, expected }
  const rewind = isMove ? options.moveRewindSeconds : options.rewindSeconds
  const oldest = Math.min(stored, now * 1000, incomplete && history ? history : Infinity)
  return { from: isMove ? 'move' : 'cursor', cursor: wholeOf(oldest - rewind * 1_000_000), last }
}

/** The first of the partitions' last events, where all of them have a number. */
function placeOf({ own, sequences }: Held): Place | undefined {
  const places = own.map((timeUs, partition) => ({ timeUs, seq: sequences[partition] }))
  const known = places.filter((place): place is Place => {
    return place.seq !== undefined && place.timeUs !== undefined
  })
  if (known.length < places.length) return undefined
  return known.reduce((first, place) => (place.seq < first.seq ? place : first))
}

function laterOf(one: number | undefined, other: number | undefined): number | undefined {
  if (one === undefined || other === undefined) return one ?? other
  return Math.max(one, other)
}

/** Servers take the cursor 0 for none, or refuse it. */
function wholeOf(micros: number): number {
  return Math.max(1, Math.floor(micros))
}

/** What is stored of a feed, and of all that were ever read. */
export async function readHeld(redis: Redis, feed: string, partitions: number): Promise<Held> {
  const [feeds, health] = await Promise.all([redis.sMembers(keys.feeds), redis.hGetAll(keys.feed)])
  const names = new Set([...feeds, ...(health.name === undefined ? [] : [health.name])])
  names.delete(feed)
  const [own, sequences, ...others] = await Promise.all([
    readCursors(redis, feed, partitions),
    readEach(redis, partitions, (partition) => keys.sequence(partition, feed)),
    ...Array.from(names, (name) => readCursors(redis, name, partitions)),
  ])
  const none = Array<number | undefined>(partitions).fill(undefined)
  const latest = others.reduce(
    (latest, cursors) => latest.map((cursor, partition) => laterOf(cursor, cursors[partition])),
    none,
  )
  return {
    own,
    sequences,
    others: latest,
    ahead: health.name === feed ? aheadIn(health) : undefined,
  }
}

/** A cursor is never later than our clock, so it does not tell how far a clock ahead of it had got. */
function aheadIn({ time_us, at }: Record<string, string>): number | undefined {
  if (time_us === undefined || at === undefined) return undefined
  return Number(time_us) > Date.parse(at) * 1000 ? Number(time_us) : undefined
}

export function readCursors(redis: Redis, feed: string, partitions: number): Promise<Cursors> {
  return readEach(redis, partitions, (partition) => keys.cursor(partition, feed))
}

async function readEach(redis: Redis, partitions: number, keyOf: (partition: number) => string) {
  const stored = await Promise.all(
    Array.from({ length: partitions }, (_, partition) => redis.get(keyOf(partition))),
  )
  return stored.map((text) => (text === null ? undefined : Number(text)))
}
