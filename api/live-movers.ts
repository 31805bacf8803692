import { liveInteractionsOf } from './live-changes.ts'
import type { Entry } from './recent-entries.ts'

/** What an account received in the last minutes, and in as many before; null where that is unknown. */
export type Mover = { did: string; received: number; before: number | null }

export type LiveMovers = {
  take(entry: Entry): void
  /** Those who gained most against the minutes before, at most so many. */
  top(most: number, now: number): Mover[]
}

/** Milliseconds of one part of the window. */
const PART = 10_000
export const MOVER_PARTS = 30
/** Beyond so many accounts in a part, those with one interaction are forgotten. */
const MOST_ACCOUNTS = 50_000

type Counts = Map<string, number>

/** Counts what accounts receive in the last five minutes, and in the five before. */
export function openLiveMovers(): LiveMovers {
  const parts = new Map<number, Counts>()
  const latest: Counts = new Map()
  const earlier: Counts = new Map()
  let current = Number.NEGATIVE_INFINITY
  let first = Number.POSITIVE_INFINITY

  /** Moves the window so that it ends with the part. */
  function moveTo(part: number): void {
    if (part <= current) return
    for (const [each, counts] of parts) {
      if (each <= part - MOVER_PARTS && each > current - MOVER_PARTS) {
        addAll(latest, counts, -1)
        addAll(earlier, counts, 1)
      }
      if (each > part - 2 * MOVER_PARTS) continue
      addAll(earlier, counts, -1)
      parts.delete(each)
    }
    current = part
  }

  return {
    take({ ms, records }) {
      const part = Math.floor(ms / PART)
      first = Math.min(first, part)
      moveTo(part)
      if (part <= current - MOVER_PARTS) return
      const counts = parts.get(part) ?? new Map<string, number>()
      parts.set(part, counts)
      for (const record of records) {
        for (const { subject, by } of liveInteractionsOf(record)) {
          if (by < 0) continue
          add(counts, subject, 1)
          add(latest, subject, 1)
        }
      }
      if (counts.size <= MOST_ACCOUNTS) return
      for (const [did, count] of counts) {
        if (count > 1) continue
        counts.delete(did)
        add(latest, did, -1)
      }
    },
    top(most, now) {
      moveTo(Math.floor(now / PART))
      const isKnown = first <= current - 2 * MOVER_PARTS + 1
      const gain = ([did, received]: [string, number]) => received - (earlier.get(did) ?? 0)
      return [...latest]
        .filter((each) => each[1] > 1 && gain(each) > 0)
        .sort((a, b) => gain(b) - gain(a) || (a[0] < b[0] ? -1 : 1))
        .slice(0, most)
        .map(([did, received]) => ({
          did,
          received,
          before: isKnown ? (earlier.get(did) ?? 0) : null,
        }))
    },
  }
}

function add(counts: Counts, did: string, by: number): void {
  const count = (counts.get(did) ?? 0) + by
  if (count > 0) counts.set(did, count)
  else counts.delete(did)
}

function addAll(counts: Counts, others: Counts, times: 1 | -1): void {
  for (const [did, count] of others) add(counts, did, count * times)
}
