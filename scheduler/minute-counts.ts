import { bucketsBetween } from '@orrery/shared/bucket'
import type { SentMember } from '@orrery/shared/codec'
import { INTERACTION_TYPES, interactionsOf } from '@orrery/shared/interaction'
import { scanSent } from '@orrery/shared/members'
import { startOf } from '@orrery/shared/step'
import type { Store } from '@orrery/shared/store'
import type { CountMinutes, Counts } from './minutes.ts'

/** Counts by reading every record of the span; stops between two parts of a bucket if told to. */
export function minuteCounter(store: Store): CountMinutes {
  return async (from, to, signal) => {
    const minutes = new Map<number, Counts>()
    for (const bucket of await bucketsBetween(store.redis, store.layout, from, to)) {
      for await (const members of scanSent(store, bucket)) {
        signal.throwIfAborted()
        for (const member of members) {
          if (member.time >= from && member.time < to) count(minutes, member)
        }
      }
    }
    return minutes
  }
}

function count(
  minutes: Map<number, Counts>,
  { author, collection, links, time }: SentMember,
): void {
  const interactions = interactionsOf(author, collection, links)
  if (interactions.length === 0) return
  const minute = startOf(time, 'minute')
  const counts = minutes.get(minute) ?? emptyCounts()
  for (const { type } of interactions) counts[type]++
  minutes.set(minute, counts)
}

function emptyCounts(): Counts {
  return Object.fromEntries(INTERACTION_TYPES.map((type) => [type, 0])) as Counts
}
