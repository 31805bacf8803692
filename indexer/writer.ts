import { openStatusBlocks, type StatusBlocks } from '@orrery/shared/account-status'
import { type CollectionFilter, collectionFilterOf } from '@orrery/shared/collection-filter'
import { type RecentMap, recentMap } from '@orrery/shared/recent-map'
import type { Store } from '@orrery/shared/store'
import { type AccountSketches, openAccountSketches } from './account-sketches.ts'
import { type BusyAccounts, type BusyLimit, openBusyAccounts } from './busy-accounts.ts'
import type { WriteTally } from './hash-writes.ts'
import { type HotLimit, type HotTargets, openHotTargets } from './hot-targets.ts'
import { type OpenBuckets, openBuckets } from './open-buckets.ts'
import { openSketches, type Sketches } from './sketch-writes.ts'

/** What the writing side of the store keeps between batches. */
export type Writer = {
  store: Store
  buckets: OpenBuckets
  /** Keys that are known to have their expiry; forgetting one only costs a command. */
  expiring: RecentMap<string, true>
  hot: HotTargets
  busy: BusyAccounts
  statuses: StatusBlocks
  sketches: Sketches
  accountSketches: AccountSketches
  tally: WriteTally
  isIndexed: CollectionFilter
  keepsCids: boolean
}

const EXPIRING_KEYS = 200_000

/** From how many links on targets and accounts are kept apart; the defaults suit the network. */
export type Limits = { hot?: HotLimit; busy?: BusyLimit }

/** What is kept of the network; without it, links of all collections and no CIDs. */
export type Kept = { collections?: string[]; cids?: boolean }

export async function openWriter(
  store: Store,
  limits: Limits = {},
  { collections = [], cids = false }: Kept = {},
): Promise<Writer> {
  return {
    store,
    buckets: await openBuckets(store),
    expiring: recentMap(EXPIRING_KEYS),
    hot: openHotTargets(store, limits.hot),
    busy: openBusyAccounts(store, limits.busy),
    statuses: openStatusBlocks(store),
    sketches: openSketches(),
    accountSketches: openAccountSketches(),
    tally: { members: 0 },
    isIndexed: collectionFilterOf(collections),
    keepsCids: cids,
  }
}
