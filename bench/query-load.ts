import { listBuckets } from '@orrery/shared/bucket'
import type { NetworkEvent } from '@orrery/shared/event'
import { keys } from '@orrery/shared/keys'
import type { Redis } from '@orrery/shared/redis'
import type { Store } from '@orrery/shared/store'
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
  /** The at-uris of posts with so many likes. */
  targets: Record<TargetName, string>
}

/** How many likes the posts have that are asked for; the one with the most is the busiest account's. */
export const TARGETS = { '': 200_000, Of10k: 10_000, Of10: 10 } as const

/** What is added to the name of a question that is asked of the post. */
export type TargetName = keyof typeof TARGETS

const TYPICAL_ACCOUNTS = 400

/** Loads a network together with posts of the first accounts that are liked so often. */
export async function loadNetwork(
  redis: Redis,
  seed: number,
  { count, accounts }: Size,
): Promise<LoadedNetwork> {
  const writer = await openEmptyStore(redis)
  const now = Date.now()
  const posts = Object.values(TARGETS).map((each, author) => {
    return viralPostOf({ seed, author, likes: each, now })
  })
  const likes = posts.flatMap((post) => post.likes).sort((a, b) => a.time_us - b.time_us)
  const stream = eventsOf({ seed, accounts, now, events: count / INTERACTIONS_PER_EVENT })
  const totals = new Map<string, number>()
  let interactions = 0
  let next = 0

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
      for (let like = likes[next]; like && like.time_us <= event.time_us; like = likes[++next]) {
        batch.push(like)
      }
      batch.push(event)
    }
    await loadEvents(writer, batch, now)
    showProgress(interactions / count)
  }
  await loadEvents(writer, likes.slice(next), now)
  await ageBuckets(writer.store, now)
  const names = Object.keys(TARGETS) as TargetName[]
  const targets = Object.fromEntries(posts.map(({ uri }, index) => [names[index], uri]))
  return {
    typical: medianOf(totals, TYPICAL_ACCOUNTS),
    busiest: posts[0]?.author ?? '',
    targets: targets as LoadedNetwork['targets'],
  }
}

/** Says of each bucket that it was last written to when its hour ended, as if all had come in time. */
async function ageBuckets({ redis, layout }: Store, now: number): Promise<void> {
  for (const { number, start, span } of await listBuckets(redis, layout)) {
    await redis.hSet(keys.written, String(number), String(Math.min(now, start + span)))
  }
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
