import { listBuckets } from '@orrery/shared/bucket'
import type { TimeWindow } from '@orrery/shared/circle'
import { type HistoryState, readHistoryState, seamOf, startOfHistory } from '@orrery/shared/history'
import type { Span } from '@orrery/shared/members'
import { DAY, HOUR } from '@orrery/shared/step'
import { keptSince, type Store } from '@orrery/shared/store'
import { z } from 'zod'

/** The last so many milliseconds, all for which links are kept, or between two times. */
export type Window = number | 'all' | Span

const LENGTHS: Record<string, number> = {
  '1h': HOUR,
  '24h': DAY,
  '48h': 2 * DAY,
  '7d': 7 * DAY,
  '30d': 30 * DAY,
}
const LONGEST = 3660 * DAY

export const WINDOW_FORM = '48h, 24h, 1h, 7d, 30d, all, or <from>..<to> as dates or RFC 3339 times'

/** Undefined for what is not a window. */
export function parseWindow(text: string): Window | undefined {
  if (text === 'all') return 'all'
  if (Object.hasOwn(LENGTHS, text)) return LENGTHS[text]
  const [from, to, ...more] = text.split('..').map(parseTime)
  if (from === undefined || to === undefined || more.length > 0) return undefined
  return from < to && to - from <= LONGEST ? { from, to } : undefined
}

const time = z.union([z.iso.date(), z.iso.datetime({ offset: true })])

function parseTime(text: string): number | undefined {
  return time.safeParse(text).success ? Date.parse(text) : undefined
}

/**
 * Where the answer for a window comes from: of `raw` from the raw records, of `past`, which is whole
 * hours, from history. The two meet without a gap and share no record. `whole` is both together: what
 * was asked for, no earlier than there is anything, and by the hour where it lies in history.
 */
export type Sources = { whole: Span; raw: Span; past?: PastSpan }
export type PastSpan = { state: HistoryState; span: Span }

export async function findSources(store: Store, window: Window, now: number): Promise<Sources> {
  const kept = keptSince(store, now)
  const { from, to } = spanOf(window, { kept, now })
  if (from >= kept) {
    const whole = from > 0 ? { from, to } : { from: await oldestOf(store, now), to }
    return { whole, raw: whole }
  }
  const state = await readHistoryState(store.redis)
  const seam = seamOf(state, store, now)
  const first = startOfHistory(state) ?? seam
  const span = {
    from: Math.max(first, Math.floor(from / HOUR) * HOUR),
    to: Math.min(seam, Math.ceil(to / HOUR) * HOUR),
  }
  const raw = { from: Math.max(from, seam), to: Math.max(to, seam) }
  if (span.from >= span.to) return { whole: raw, raw }
  return { whole: { from: span.from, to: to > seam ? to : span.to }, raw, past: { state, span } }
}

export function windowOf({ from, to }: Span): TimeWindow {
  return { from: new Date(from).toISOString(), to: new Date(to).toISOString() }
}

function spanOf(window: Window, { kept, now }: { kept: number; now: number }): Span {
  if (window === 'all') return { from: kept, to: now }
  return typeof window === 'number' ? { from: now - window, to: now } : window
}

/** Of links that are kept for ever. */
async function oldestOf(store: Store, now: number): Promise<number> {
  const [oldest] = await listBuckets(store.redis, store.layout)
  return Math.min(oldest?.start ?? now, now)
}
