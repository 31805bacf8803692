import type { NetworkEvent } from '@orrery/shared/event'
import type { Redis } from '@orrery/shared/redis'
import { BATCH_EVENTS, loadEvents, openEmptyStore } from './loading.ts'
import { interactionsMadeBy } from './made-interactions.ts'
import type { Size } from './options.ts'
import { showProgress } from './table.ts'
import { viralPostOf } from './viral-post.ts'
import { eventsOf, INTERACTIONS_PER_EVENT, networkEventOf } from './workload.ts'

/** Of a network of the past 48 hours, those of whom is asked; accounts are DIDs. */
export type LoadedNetwork = {
  /** Accounts about as active as most. */
  typical: string[]
  /** The account with the most interactions: it wrote the target. */
  busiest: string
  /** The at-uri of a post with very many likes. */
  target: string
}

export const TARGET_LINKS = 200_000
const TYPICAL_ACCOUNTS = 400

/** Loads a network together with one viral post, whose author is the account 0. */
export async function loadNetwork(
  redis: Redis,
  seed: number,
  { count, accounts }: Size,
): Promise<LoadedNetwork> {
  const writer = await openEmptyStore(redis)
  const now = Date.now()
  const post = viralPostOf({ seed, author: 0, likes: TARGET_LINKS, now })
  const stream = eventsOf({ seed, accounts, now, events: count / INTERACTIONS_PER_EVENT })
  const totals = new Map<string, number>()
  let interactions = 0
  let likes = 0

  while (interactions < count) {
    const batch: NetworkEvent[] = []
    while (batch.length < BATCH_EVENTS) {
      const event = networkEventOf(stream.next().value)
      const made = interactionsMadeBy(event)
      interactions += made.length
      for (const { author, subject } of made) {
        increment(totals, author)
        increment(totals, subject)
      }
      for (let like = post.likes[likes]; like && like.time_us <= event.time_us; ) {
        batch.push(like)
        like = post.likes[++likes]
      }
      batch.push(event)
    }
    await loadEvents(writer, batch, now)
    showProgress(interactions / count)
  }
  await loadEvents(writer, post.likes.slice(likes), now)
  return { typical: medianOf(totals, TYPICAL_ACCOUNTS), busiest: post.author, target: post.uri }
}

/** So many accounts around the median by their interactions. */
export function medianOf(totals: Map<string, number>, wanted: number): string[] {
  const ascending = Array.from(totals).sort(([, a], [, b]) => a - b)
  const start = Math.max(0, Math.floor((ascending.length - wanted) / 2))
  return ascending.slice(start, start + wanted).map(([did]) => did)
}

function increment(totals: Map<string, number>, did: string): void {
  totals.set(did, (totals.get(did) ?? 0) + 1)
}
