import { listBuckets } from '@orrery/shared/bucket'
import { readHistoryState } from '@orrery/shared/history'
import { keys } from '@orrery/shared/keys'
import type { Span } from '@orrery/shared/members'
import { DAY, HOUR, MINUTE } from '@orrery/shared/step'
import type { Store } from '@orrery/shared/store'
import { countHours } from './count-hours.ts'

/** Records of an hour may begin to expire while they are counted if that begins later than this. */
const LATEST_START = 45 * MINUTE

/** Days beyond `HISTORY_DAYS` for which hours are kept, until their week is put together. */
const DAYS_OF_GRACE = 9

/**
 * The job of each hour. Counts the hours that are complete, so that they are kept whatever happens,
 * and counts those anew whose records are about to expire, with what came late and without what was
 * deleted since; these are frozen then. Repeat-safe: what was counted is replaced.
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
  const { counted = hourOf(oldest.start), frozen = hourOf(oldest.start) } =
    await readHistoryState(redis)

  const past = hourOf(now - retention)
  const isInTime = now - retention - past < LATEST_START
  const leaving = { from: isInTime ? Math.max(frozen, past - HOUR) : past, to: past }
  const fresh = { from: Math.max(counted, past), to: hourOf(now) }
  let rows = 0
  for (const { from, to } of [leaving, fresh]) {
    for (const hours of daysOf({ from, to })) {
      rows += await countHours(store, hours, expiryOf(hours, historyDays), signal)
    }
  }
  const state = { counted: Math.max(counted, fresh.to), frozen: Math.max(frozen, past) }
  await redis.hSet(keys.history, { counted: String(state.counted), frozen: String(state.frozen) })
  return rows
}

/** The span cut at midnight (UTC). */
function* daysOf({ from, to }: Span): Generator<Span> {
  for (let start = from; start < to; ) {
    const end = Math.min(to, (Math.floor(start / DAY) + 1) * DAY)
    yield { from: start, to: end }
    start = end
  }
}

function expiryOf({ from }: Span, historyDays: number): number {
  return (Math.floor(from / DAY) + 1 + historyDays + DAYS_OF_GRACE) * (DAY / 1000)
}

function hourOf(at: number): number {
  return Math.floor(at / HOUR) * HOUR
}
