import { INTERACTION_TYPES, type InteractionType } from '@orrery/shared/interaction'
import { liveInteractionsOf } from './live-changes.ts'
import type { Entry } from './recent-entries.ts'

/** What came in one second; `second` counts from the epoch. */
export type SecondRate = { second: number; events: number } & Record<InteractionType, number>

export type LiveRate = {
  take(entry: Entry): void
  /** The seconds after this one that are over, oldest first. */
  since(second: number, now: number): SecondRate[]
}

const KEPT = 300
/** Entries of a second may come a little later than its end. */
const SETTLED = 1500

/** How much comes, second by second for the last five minutes. */
export function openLiveRate(): LiveRate {
  const seconds = new Map<number, SecondRate>()

  return {
    take(entry) {
      const second = Math.floor(entry.ms / 1000)
      const rate = seconds.get(second) ?? emptyRate(second)
      seconds.set(second, rate)
      rate.events += entry.count
      for (const record of entry.records) {
        for (const { type, by } of liveInteractionsOf(record)) if (by === 1) rate[type]++
      }
      if (seconds.size <= KEPT) return
      for (const old of seconds.keys()) if (old < second - KEPT) seconds.delete(old)
    },
    since(second, now) {
      const last = Math.floor((now - SETTLED) / 1000)
      const first = Math.max(second + 1, last - KEPT)
      const length = Math.max(0, last - first + 1)
      return Array.from({ length }, (_, index) => {
        return seconds.get(first + index) ?? emptyRate(first + index)
      })
    },
  }
}

export function rateAnswerOf({ second, events, ...counts }: SecondRate) {
  const total = INTERACTION_TYPES.reduce((sum, type) => sum + counts[type], 0)
  return { at: new Date(second * 1000).toISOString(), events, interactions: { ...counts, total } }
}

function emptyRate(second: number): SecondRate {
  return { second, events: 0, like: 0, repost: 0, reply: 0, quote: 0, post: 0 }
}
