import type { StatedGap } from '@orrery/shared/stats'
import { readCall } from './api.ts'

/** Of which times (milliseconds and gaps) things are known; of everything, where nobody can tell. */
export type Known = { since: number; gaps: Pick<StatedGap, 'from' | 'to'>[] }

const BEGINNING = new Date(0).toISOString()

/** The time before the first event is a gap, too. */
export async function readKnown(): Promise<Known> {
  const stats = await readCall('/stats').catch(() => null)
  if (!stats) return { since: 0, gaps: [] }
  const { since, gaps } = stats
  if (since === null) return { since: 0, gaps }
  return { since: Date.parse(since), gaps: [{ from: BEGINNING, to: since }, ...gaps] }
}
