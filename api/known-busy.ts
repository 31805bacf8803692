import { readBusyAccounts } from '@orrery/shared/busy-account'
import type { Store } from '@orrery/shared/store'

/** Whether an account was found lately to receive very many links. */
export type IsKnownBusy = (store: Store, account: number, now: number) => Promise<boolean>

/** For so long what is busy is not asked for again, in milliseconds. */
const KEPT = 10_000

/** Remembers which accounts are busy, so that asking costs nothing; who is new there is known later. */
export function openKnownBusy(): IsKnownBusy {
  const known = new WeakMap<Store, { accounts: Promise<Set<number>>; at: number }>()

  function refresh(store: Store, now: number): Promise<Set<number>> {
    const accounts = readBusyAccounts(store.redis).then((found) => new Set(found.keys()))
    const earlier = known.get(store)
    // The old ones do until the new ones are there.
    known.set(store, { accounts: earlier?.accounts ?? accounts, at: now })
    accounts.then(
      () => known.set(store, { accounts, at: now }),
      () => known.delete(store),
    )
    return earlier?.accounts ?? accounts
  }

  return async (store, account, now) => {
    const earlier = known.get(store)
    const isRecent = earlier && now - earlier.at < KEPT
    return (await (isRecent ? earlier.accounts : refresh(store, now))).has(account)
  }
}
