import { type HourCount, packDay, readDay } from '@orrery/shared/day-blob'
import {
  fieldOfSide,
  type HistoryState,
  readHistoryState,
  shardOfSide,
  sideOf,
} from '@orrery/shared/history'
import { keys } from '@orrery/shared/keys'
import { DAY, HOUR } from '@orrery/shared/step'
import type { Store } from '@orrery/shared/store'

const PARTNERS_AT_ONCE = 500

/**
 * Takes out of history what accounts made before they were deleted, on both sides. Repeat-safe: an
 * account is struck off the list when all of it is done. Nothing else may write history meanwhile.
 * @returns how many accounts were forgotten
 */
export async function forgetAccounts(store: Store, signal: AbortSignal): Promise<number> {
  const deleted = Object.entries(await store.redis.hGetAll(keys.forgotten))
  if (deleted.length === 0) return 0
  const { days } = await readHistoryState(store.redis)
  for (const [account, at] of deleted) {
    await forget(store, days, { account: Number(account), at: Number(at) }, signal)
    // Whoever was deleted again meanwhile stays on the list.
    if ((await store.redis.hGet(keys.forgotten, account)) === at) {
      await store.redis.hDel(keys.forgotten, account)
    }
  }
  return deleted.length
}

async function forget(
  store: Store,
  days: HistoryState['days'],
  { account, at }: { account: number; at: number },
  signal: AbortSignal,
): Promise<void> {
  for (const [day, shards] of days) {
    const isGone = ({ hour }: HourCount) => day * DAY + hour * HOUR <= at
    const side = sideOf(account, 'sent')
    const made = await readSide(store, day, shards, side)
    const partners = [...new Set(made.filter(isGone).map(({ partner }) => partner))]
    for (let from = 0; from < partners.length; from += PARTNERS_AT_ONCE) {
      signal.throwIfAborted()
      const some = partners.slice(from, from + PARTNERS_AT_ONCE)
      await Promise.all(
        some.map(async (partner) => {
          const received = sideOf(partner, 'received')
          const counts = await readSide(store, day, shards, received)
          const isOf = (count: HourCount) => count.partner === account && isGone(count)
          await writeSide(
            store,
            day,
            shards,
            received,
            counts.filter((count) => !isOf(count)),
          )
        }),
      )
    }
    // The account's own side tells whom it met, so that it goes last.
    if (partners.length > 0) {
      await writeSide(
        store,
        day,
        shards,
        side,
        made.filter((count) => !isGone(count)),
      )
    }
  }
}

async function readSide(store: Store, day: number, shards: number, side: number) {
  const key = keys.dayCounts(day, shardOfSide(side, shards))
  const [packed] = await store.bytes.hmGet(key, [fieldOfSide(side, shards)])
  return packed ? Array.from(readDay(packed)) : []
}

async function writeSide(
  { redis }: Store,
  day: number,
  shards: number,
  side: number,
  counts: HourCount[],
): Promise<void> {
  const key = keys.dayCounts(day, shardOfSide(side, shards))
  const field = fieldOfSide(side, shards)
  if (counts.length === 0) await redis.hDel(key, field)
  else await redis.hSet(key, field, packDay(counts))
}
