import { listBuckets } from '@orrery/shared/bucket'
import { readHistoryState } from '@orrery/shared/history'
import { keys } from '@orrery/shared/keys'
import { DAY, HOUR, MINUTE } from '@orrery/shared/step'
import type { Store } from '@orrery/shared/store'
import { countHours } from './count-hours.ts'
import { forgetAccounts } from './forget-accounts.ts'
import { rollUp } from './roll-up.ts'

/** Records of an hour may begin to expire while they are counted if that begins later than this. */
const LATEST_START = 45 * MINUTE

/** Days that a day is kept for longer than it is asked for, until its week is put together. */
const DAYS_OF_GRACE = 9

/** For how many days history is kept by the hour and again by the day, and for how many weeks. */
export type HistoryKept = { days: number; weeks: number }

/**
 * The job of each minute, and the only one that writes history: it forgets who was deleted, counts what
 * is due, and makes old days coarser.
 * @returns how many accounts, counts and days were dealt with
 */
export async function keepHistory(
  store: Store,
  kept: HistoryKept,
  now: number,
  signal: AbortSignal,
): Promise<number> {
  const forgotten = await forgetAccounts(store, signal)
  const counted = await countHistory(store, kept.days, now, signal)
  return forgotten + counted + (await rollUp(store, kept, now, signal))
}

/** How many hours after its end an hour is counted again, for what came late or was deleted. */
const RECOUNTED = [1, 2, 4, 8, 16, 24, 32, 40]

/**
 * What is due once an hour. Counts the hours that are complete, so that they are kept whatever happens,
 * some of those before once more, and those whose records are about to expire for the last time: these
 * are frozen then. Repeat-safe: what was counted is replaced.
 * @returns how many counts were made
 */
export async function countHistory(
  store: Store,
  historyDays: number,
  now: number,
  signal: AbortSignal,
): Promise<number> {
  const { redis, retention } = store
  if (retention === Number.POSITIVE_INFINITY) return 0
  const [oldest] = await listBuckets(redis, store.layout)
  if (oldest === undefined) return 0
  const first = hourOf(oldest.start)
  const { counted = first, frozen = first } = await readHistoryState(redis)
  const end = hourOf(now)
  const past = hourOf(now - retention)

  const isInTime = now - retention - past < LATEST_START
  const leaving = isInTime ? hoursBetween(Math.max(frozen, past - HOUR), past) : []
  const fresh = hoursBetween(Math.max(counted, past), end)
  const again = fresh.length > 0 ? RECOUNTED.map((age) => end - (age + 1) * HOUR) : []
  const wanted = new Set([...leaving, ...fresh, ...again.filter((hour) => hour >= past)])
  let rows = 0
  for (const [day, hours] of Map.groupBy(wanted, (hour) => Math.floor(hour / DAY))) {
    const ofDay = { day, hours: new Set(hours.map((hour) => (hour - day * DAY) / HOUR)) }
    rows += await countHours(store, ofDay, expiryOf(day, historyDays), signal)
  }
  const state = { counted: Math.max(counted, end), frozen: Math.max(frozen, past) }
  await redis.hSet(keys.history, { counted: String(state.counted), frozen: String(state.frozen) })
  return rows
}

function hoursBetween(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, (to - from) / HOUR) }, (_, index) => from + index * HOUR)
}

function expiryOf(day: number, historyDays: number): number {
  return (day + 1 + 2 * historyDays + DAYS_OF_GRACE) * (DAY / 1000)
}

function hourOf(at: number): number {
  return Math.floor(at / HOUR) * HOUR
}
