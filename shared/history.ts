import { createWriter, leadingVarint } from './bytes.ts'
import { type HourCount, readDay } from './day-blob.ts'
import { keys } from './keys.ts'
import type { Span } from './members.ts'
import type { Redis } from './redis.ts'
import { DAY, HOUR } from './step.ts'
import { keptSince, type Store } from './store.ts'

/**
 * How far history goes, in milliseconds, whole hours. Hours before `counted` were counted at least
 * once. Those before `frozen` were counted when their records were about to expire, and stay as they
 * are.
 */
export type HistoryState = {
  counted: number | undefined
  frozen: number | undefined
  /** By number of the day. */
  days: ReadonlyMap<number, KeptDay>
  /** Shards by number of the week. */
  weeks: ReadonlyMap<number, number>
}

/** A day of history; one that is coarse tells no hours, and has the strongest partners alone. */
export type KeptDay = { shards: number; isCoarse: boolean }

/** What passed in one direction between an account and a partner within an hour; `at` is its start. */
export type PastCount = Omit<HourCount, 'hour'> & { at: number }

export type PastDirection = 'sent' | 'received'

export async function readHistoryState(redis: Redis): Promise<HistoryState> {
  const { counted, frozen, ...parts } = await redis.hGetAll(keys.history)
  const days = new Map<number, KeptDay>()
  const weeks = new Map<number, number>()
  for (const [name, value] of Object.entries(parts)) {
    if (name.startsWith('w')) weeks.set(Number(name.slice(1)), Number(value))
    else
      days.set(Number(name), { shards: Number.parseInt(value, 10), isCoarse: value.endsWith('c') })
  }
  return {
    counted: counted === undefined ? undefined : Number(counted),
    frozen: frozen === undefined ? undefined : Number(frozen),
    days,
    weeks,
  }
}

/** The field of the registry that stands for a day. */
export function dayEntry(day: number, { shards, isCoarse }: KeptDay): [string, string] {
  return [String(day), `${shards}${isCoarse ? 'c' : ''}`]
}

/** The field of the registry that stands for a week. */
export function weekEntry(week: number, shards: number): [string, string] {
  return [`w${week}`, String(shards)]
}

/** Weeks begin on Monday; the first day of the epoch was a Thursday. */
export function weekOf(day: number): number {
  return Math.floor((day + 3) / 7)
}

export function firstDayOf(week: number): number {
  return week * 7 - 3
}

/** When the first part of history begins, in milliseconds. */
export function startOfHistory({ days, weeks }: HistoryState): number | undefined {
  const starts = [...days.keys(), ...Array.from(weeks.keys(), firstDayOf)]
  return starts.length === 0 ? undefined : Math.min(...starts) * DAY
}

/**
 * The hour from which on raw records answer; before it, history does. No record is in both, whether
 * or not the scheduler is late: raw records outlast their retention by an hour.
 */
export function seamOf({ frozen }: HistoryState, store: Store, now: number): number {
  const kept = Math.floor(keptSince(store, now) / HOUR) * HOUR
  return frozen === undefined ? kept : Math.max(kept - HOUR, frozen)
}

/** A day or a week of history: the time it covers, in milliseconds, and where its counts are. */
export type HistoryPart = {
  start: number
  end: number
  shards: number
  keyOf: (shard: number) => string
}

export function partsOf({ days, weeks }: HistoryState): HistoryPart[] {
  return [
    ...Array.from(days, ([day, { shards }]) => ({
      start: day * DAY,
      end: (day + 1) * DAY,
      shards,
      keyOf: (shard: number) => keys.dayCounts(day, shard),
    })),
    ...Array.from(weeks, ([week, shards]) => ({
      start: firstDayOf(week) * DAY,
      end: firstDayOf(week + 1) * DAY,
      shards,
      keyOf: (shard: number) => keys.weekCounts(week, shard),
    })),
  ]
}

/**
 * What history knows of an account, in no order. A day or a week of which no hours are told belongs
 * to the span in which it begins.
 */
export async function readHistory(
  store: Store,
  state: HistoryState,
  account: number,
  { from, to }: Span,
): Promise<Record<PastDirection, PastCount[]>> {
  const past: Record<PastDirection, PastCount[]> = { sent: [], received: [] }
  await Promise.all(
    partsOf(state).map(async ({ start, end, shards, keyOf }) => {
      if (start >= to || end <= from) return
      const fields = DIRECTIONS.map((each) => fieldOfSide(sideOf(account, each), shards))
      const packed = await store.bytes.hmGet(keyOf(account % shards), fields)
      for (const [index, direction] of DIRECTIONS.entries()) {
        for (const { hour, ...count } of readDay(packed[index] ?? NOTHING)) {
          const at = start + hour * HOUR
          if (at >= from && at < to) past[direction].push({ ...count, at })
        }
      }
    }),
  )
  return past
}

const NOTHING = Buffer.alloc(0)
const DIRECTIONS = ['sent', 'received'] as const
const writer = createWriter()

/** One number for an account and a direction; half of it, rounded down, is the account's. */
export function sideOf(account: number, direction: PastDirection): number {
  return account * 2 + DIRECTIONS.indexOf(direction)
}

export function shardOfSide(side: number, shards: number): number {
  return Math.floor(side / 2) % shards
}

/** Names a side among those of its shard. */
export function fieldOfSide(side: number, shards: number): Buffer {
  return writer.varint(Math.floor(Math.floor(side / 2) / shards) * 2 + (side % 2)).take()
}

export function sideOfField(field: Buffer, shards: number, shard: number): number {
  const place = leadingVarint(field)
  return (Math.floor(place / 2) * shards + shard) * 2 + (place % 2)
}
