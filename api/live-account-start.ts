import { setTimeout as sleep } from 'node:timers/promises'
import type { Store } from '@orrery/shared/store'
import type { Feed } from './event-feed.ts'
import { readIndexed } from './indexed-places.ts'
import { type AccountState, applyChange, readAccountState } from './live-account.ts'
import { type Change, changesFor } from './live-changes.ts'
import { areReached, comparePlaces, latestOf, type Place } from './live-cursor.ts'
import { placeAfterRecord } from './recent-entries.ts'

const ATTEMPTS = 5
const PAUSE = 20
/** How long the feed may take to come as far as the indexer, in milliseconds. */
const PATIENCE = 2000

/**
 * An account's counts, up to date with the feed. What is in the store is known but for what the
 * indexer wrote while it was read: when that concerned the account it is read again. For accounts
 * that something concerns all the time a few interactions more or less may be in it.
 * @returns `after` are the places up to which all is in the counts; no entry came since the last await
 */
export async function beginAccount(
  feed: Feed,
  store: Store,
  did: string,
  clock: () => number,
): Promise<{ state: AccountState; after: readonly Place[] }> {
  const { redis, layout } = store
  for (let attempt = 1; ; attempt++) {
    const { done } = await readIndexed(redis, layout.partitions)
    const state = await readAccountState(store, did, clock())
    const { begun } = await readIndexed(redis, layout.partitions)
    await untilReached(feed, begun)
    if (attempt < ATTEMPTS && changesBetween(feed, did, done, begun).length > 0) continue
    for (const change of changesBetween(feed, did, begun)) applyChange(state, change)
    return { state, after: latestOf(begun, feed.recent.reached()) }
  }
}

/** Waits a little for the feed to come as far as the places. */
export async function untilReached({ recent }: Feed, places: readonly Place[]): Promise<void> {
  for (let waited = 0; waited < PATIENCE; waited += PAUSE) {
    if (areReached(places, recent.reached())) return
    await sleep(PAUSE)
  }
}

function changesBetween(
  { recent, optedOut }: Feed,
  did: string,
  from: readonly Place[],
  to?: readonly Place[],
): Change[] {
  const changes: Change[] = []
  for (let number = recent.first; number < recent.next; number++) {
    const entry = recent.at(number)
    for (const record of entry?.records ?? []) {
      const place = entry && placeAfterRecord(entry, record)
      const start = entry && from[entry.partition]
      const end = entry && to?.[entry.partition]
      if (!place || (start && comparePlaces(place, start) <= 0)) continue
      if (end && comparePlaces(place, end) > 0) continue
      changes.push(...changesFor(did, record))
    }
  }
  return changes.filter(({ partner }) => !optedOut().has(partner))
}
