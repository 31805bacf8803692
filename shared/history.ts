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
 * are. `days` are the numbers of the days that have counts, with their shards.
 */
export type HistoryState = {
  counted: number | undefined
  frozen: number | undefined
  days: ReadonlyMap<number, number>
}

/** What passed in one direction between an account and a partner within an hour; `at` is its start. */
export type PastCount = Omit<HourCount, 'hour'> & { at: number }

export type PastDirection = 'sent' | 'received'

export async function readHistoryState(redis: Redis): Promise<HistoryState> {
  const { counted, frozen, ...days } = await redis.hGetAll(keys.history)
  return {
    counted: counted === undefined ? undefined : Number(counted),
    frozen: frozen === undefined ? undefined : Number(frozen),
    days: new Map(Object.entries(days).map(([day, shards]) => [Number(day), Number(shards)])),
  }
}

/**
 * The hour from which on raw records answer; before it, history does. No record is in both, whether
 * or not the scheduler is late: raw records outlast their retention by an hour.
 */
export function seamOf({ frozen }: HistoryState, store: Store, now: number): number {
  const kept = Math.floor(keptSince(store, now) / HOUR) * HOUR
  return frozen === undefined ? kept : Math.max(kept - HOUR, frozen)
}

/** What history knows of an account, in whole hours, in no order. */
export async function readHistory(
  store: Store,
  { days }: HistoryState,
  account: number,
  { from, to }: Span,
): Promise<Record<PastDirection, PastCount[]>> {
  const asked = Array.from(days).filter(([day]) => day * DAY < to && (day + 1) * DAY > from)
  const past: Record<PastDirection, PastCount[]> = { sent: [], received: [] }
  await Promise.all(
    asked.map(async ([day, shards]) => {
      const sides = DIRECTIONS.map((direction) => sideOf(account, direction))
      const key = keys.dayCounts(day, account % shards)
      const packed = await store.bytes.hmGet(
        key,
        sides.map((side) => fieldOfSide(side, shards)),
      )
      for (const [index, direction] of DIRECTIONS.entries()) {
        for (const { hour, ...count } of readDay(packed[index] ?? Buffer.alloc(0))) {
          const at = day * DAY + hour * HOUR
          if (at >= from && at < to) past[direction].push({ ...count, at })
        }
      }
    }),
  )
  return past
}

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
