import { openStatusBlocks, type StatusBlocks } from '@orrery/shared/account-status'
import { bucketsBetween } from '@orrery/shared/bucket'
import type { SentMember } from '@orrery/shared/codec'
import { INTERACTION_TYPES, interactionsOf } from '@orrery/shared/interaction'
import { scanSent } from '@orrery/shared/members'
import { startOf } from '@orrery/shared/step'
import type { Store } from '@orrery/shared/store'
import type { CountMinutes, Counts } from './minutes.ts'

/**
 * Counts by reading every record of the span; stops between two parts of a bucket if told to. What
 * hidden accounts made, or was made with them, does not count.
 */
export function minuteCounter(store: Store): CountMinutes {
  return async (from, to, signal) => {
    const minutes = new Map<number, Counts>()
    const statuses = openStatusBlocks(store)
    for (const bucket of await bucketsBetween(store.redis, store.layout, from, to)) {
      for await (const members of scanSent(store, bucket)) {
        signal.throwIfAborted()
        const wanted = members.filter(({ time }) => time >= from && time < to)
        for (const { type, time } of await visibleInteractions(statuses, wanted)) {
          const minute = startOf(time, 'minute')
          const counts = minutes.get(minute) ?? emptyCounts()
          counts[type]++
          minutes.set(minute, counts)
        }
      }
    }
    return minutes
  }
}

async function visibleInteractions(statuses: StatusBlocks, members: SentMember[]) {
  const made = members.flatMap(({ author, collection, links, time }) =>
    interactionsOf(author, collection, links).map(({ type, subject }) => {
      return { author, subject, type, time }
    }),
  )
  const hidden = await statuses.hiddenAmong(
    new Set(made.flatMap(({ author, subject }) => [author, subject])),
  )
  return made.filter(({ author, subject }) => !hidden.has(author) && !hidden.has(subject))
}

function emptyCounts(): Counts {
  return Object.fromEntries(INTERACTION_TYPES.map((type) => [type, 0])) as Counts
}
