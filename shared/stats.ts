import type { Counts } from './circle.ts'
import type { InteractionType } from './interaction.ts'

/** The network's totals; all spans end at `to`, `perMinute` reaches from `from` to there. */
export type Stats = {
  from: string
  to: string
  /** Null where the minute was not counted. */
  lastMinute: Counts | null
  lastHour: Counts
  lastDay: Counts
  perMinute: ({ at: string } & Record<InteractionType, number>)[]
}
