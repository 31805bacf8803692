import { keys } from '@orrery/shared/keys'
import type { Store } from '@orrery/shared/store'
import { optedOutAmong } from './shown.ts'

/** The accounts that have opted out: few, so that the stream can be looked through for all of them. */
export async function readOptedOut(store: Store): Promise<ReadonlySet<string>> {
  const dids = await store.redis.hKeys(keys.optOuts)
  const accounts = await store.accounts.find(dids)
  const out = await optedOutAmong(store, accounts.values())
  return new Set(dids.filter((did) => out.has(accounts.get(did) ?? -1)))
}
