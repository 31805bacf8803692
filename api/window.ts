import { listBuckets } from '@orrery/shared/bucket'
import type { TimeWindow } from '@orrery/shared/circle'
import type { Span } from '@orrery/shared/members'
import { DAY, HOUR } from '@orrery/shared/step'
import { keptSince, type Store } from '@orrery/shared/store'
import type { WindowName } from './parameters.ts'

const LENGTHS: Record<WindowName, number> = {
  '48h': 2 * DAY,
  '24h': DAY,
  '1h': HOUR,
  all: Number.POSITIVE_INFINITY,
}

/**
 * The span [now - length, now) that a window means, no earlier than links are kept. Where they are
 * kept for ever, `all` begins with the oldest of them.
 */
export async function spanOf(store: Store, window: WindowName, now: number): Promise<Span> {
  const from = Math.max(now - LENGTHS[window], keptSince(store, now))
  if (from > 0) return { from, to: now }
  const [oldest] = await listBuckets(store.redis, store.layout)
  return { from: Math.min(oldest?.start ?? now, now), to: now }
}

export function windowOf({ from, to }: Span): TimeWindow {
  return { from: new Date(from).toISOString(), to: new Date(to).toISOString() }
}
