import type { NetworkEvent } from '@orrery/shared/event'
import type { Redis } from '@orrery/shared/redis'
import type { Store } from '@orrery/shared/store'
import { BATCH_EVENTS, loadEvents, openEmptyStore } from './loading.ts'
import { interactionsMadeBy } from './made-interactions.ts'
import type { Size } from './options.ts'
import { medianOf } from './query-load.ts'
import { showProgress } from './table.ts'
import { eventsOf, INTERACTIONS_PER_EVENT, networkEventOf } from './workload.ts'

const TYPICAL_ACCOUNTS = 400

/** Loads a network of the 48 hours before `now`, and names some accounts about as active as most. */
export async function loadAccounts(
  redis: Redis,
  seed: number,
  { count, accounts }: Size,
  now: number,
): Promise<{ store: Store; interactions: number; typical: string[] }> {
  const writer = await openEmptyStore(redis)
  const stream = eventsOf({ seed, accounts, now, events: count / INTERACTIONS_PER_EVENT })
  const totals = new Map<string, number>()
  let interactions = 0
  while (interactions < count) {
    const batch: NetworkEvent[] = []
    while (batch.length < BATCH_EVENTS) {
      const event = networkEventOf(stream.next().value)
      for (const { author, subject } of interactionsMadeBy(event)) {
        interactions++
        for (const did of [author, subject]) totals.set(did, (totals.get(did) ?? 0) + 1)
      }
      batch.push(event)
    }
    await loadEvents(writer, batch, now)
    showProgress(interactions / count)
  }
  return { store: writer.store, interactions, typical: medianOf(totals, TYPICAL_ACCOUNTS) }
}
