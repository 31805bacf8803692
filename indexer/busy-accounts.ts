import { noteBusyAccount, readBusyAccounts } from '@orrery/shared/busy-account'
import { recentMap } from '@orrery/shared/recent-map'
import type { Store } from '@orrery/shared/store'

/** The writing side's knowledge of accounts whose links have keys of their own. */
export type BusyAccounts = {
  /** Learns which accounts are busy, if that was not done within half a second. */
  refresh(now: number): Promise<void>
  /** Learns them in any case; for when a partition is taken over, before its first batch. */
  learn(now: number): Promise<void>
  /** True where links may lie in the account's own keys. */
  isKnown(account: number): boolean
  /** True where links are written to the account's own keys at present. */
  isActive(account: number): boolean
  /** Takes note of a link to the account; enough of them make it busy. */
  notice(account: number): void
}

/**
 * An account is busy when it got about this many links while the process remembers it. Only every so
 * many links are counted.
 */
export type BusyLimit = { links: number; sample: number }

const DEFAULT_LIMIT: BusyLimit = { links: 2048, sample: 16 }
const REMEMBERED = 20_000
const REFRESH_MILLISECONDS = 500
const NOTED_AGAIN_MILLISECONDS = 60_000

/** How long links go to the account's own keys after it was last found to be busy. */
export const ACTIVE_MILLISECONDS = 3_600_000

export function openBusyAccounts(store: Store, limit: BusyLimit = DEFAULT_LIMIT): BusyAccounts {
  const counts = recentMap<number, number>(REMEMBERED)
  let busy = new Map<number, number>()
  let found = new Set<number>()
  let learnt = 0
  let links = 0

  async function learn(now: number): Promise<void> {
    const noted = found
    found = new Set()
    learnt = now
    for (const account of noted) await noteBusyAccount(store.redis, account, now)
    busy = await readBusyAccounts(store.redis)
  }

  return {
    learn,
    async refresh(now) {
      if (now - learnt >= REFRESH_MILLISECONDS) await learn(now)
    },
    isKnown: (account) => busy.has(account),
    isActive: (account) => learnt - (busy.get(account) ?? 0) < ACTIVE_MILLISECONDS,
    notice(account) {
      if (links++ % limit.sample !== 0) return
      const count = (counts.get(account) ?? 0) + limit.sample
      counts.set(account, count)
      const noted = busy.get(account) ?? 0
      if (count >= limit.links && learnt - noted >= NOTED_AGAIN_MILLISECONDS) found.add(account)
    },
  }
}
