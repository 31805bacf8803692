import { type HourCount, packDay, readDay } from '@orrery/shared/day-blob'
import {
  fieldOfSide,
  type HistoryPart,
  partsOf,
  readHistoryState,
  shardOfSide,
  sideOf,
} from '@orrery/shared/history'
import { keys } from '@orrery/shared/keys'
import { HOUR } from '@orrery/shared/step'
import type { Store } from '@orrery/shared/store'

const PARTNERS_AT_ONCE = 500

/**
 * Takes out of history what accounts made before they were deleted, on both sides. Of days and weeks
 * that have the strongest partners alone, it finds those whom the account has among its own.
 * Repeat-safe: an account is struck off the list when all of it is done. Nothing else may write history
 * meanwhile.
 * @returns how many accounts were forgotten
 */
export async function forgetAccounts(store: Store, signal: AbortSignal): Promise<number> {
  const deleted = Object.entries(await store.redis.hGetAll(keys.forgotten))
  if (deleted.length === 0) return 0
  const parts = partsOf(await readHistoryState(store.redis))
  for (const [account, at] of deleted) {
    for (const part of parts) {
      await forget(store, part, { account: Number(account), at: Number(at) }, signal)
    }
    // Whoever was deleted again meanwhile stays on the list.
    if ((await store.redis.hGet(keys.forgotten, account)) === at) {
      await store.redis.hDel(keys.forgotten, account)
    }
  }
  return deleted.length
}

async function forget(
  store: Store,
  part: HistoryPart,
  { account, at }: { account: number; at: number },
  signal: AbortSignal,
): Promise<void> {
  const isGone = ({ hour }: HourCount) => part.start + hour * HOUR <= at
  const side = sideOf(account, 'sent')
  const made = await readSide(store, part, side)
  const partners = [...new Set(made.filter(isGone).map(({ partner }) => partner))]
  for (let from = 0; from < partners.length; from += PARTNERS_AT_ONCE) {
    signal.throwIfAborted()
    const some = partners.slice(from, from + PARTNERS_AT_ONCE)
    await Promise.all(
      some.map(async (partner) => {
        const received = sideOf(partner, 'received')
        const counts = await readSide(store, part, received)
        const isOf = (count: HourCount) => count.partner === account && isGone(count)
        await writeSide(
          store,
          part,
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
      part,
      side,
      made.filter((count) => !isGone(count)),
    )
  }
}

async function readSide({ bytes }: Store, { shards, keyOf }: HistoryPart, side: number) {
  const [packed] = await bytes.hmGet(keyOf(shardOfSide(side, shards)), [fieldOfSide(side, shards)])
  return packed ? Array.from(readDay(packed)) : []
}

async function writeSide(
  { redis }: Store,
  { shards, keyOf }: HistoryPart,
  side: number,
  counts: HourCount[],
): Promise<void> {
  const key = keyOf(shardOfSide(side, shards))
  const field = fieldOfSide(side, shards)
  if (counts.length === 0) await redis.hDel(key, field)
  else await redis.hSet(key, field, packDay(counts))
}
