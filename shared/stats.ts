import type { Counts } from './circle.ts'
import type { InteractionType } from './interaction.ts'

/**
 * The network's totals. Spans end at `to`, `perMinute` reaches from `from` to there. Accounts are
 * estimated to about a hundredth, each counted once; those and the languages of the last day are
 * counted up to now.
 */
export type Stats = {
  from: string
  to: string
  /** Null where the minute was not counted. */
  lastMinute: Counts | null
  lastHour: Counts
  lastDay: Counts
  perMinute: ({ at: string } & Record<InteractionType, number>)[]
  /** Of every kind; null where the last minute was not counted. */
  events: {
    perSecond: number | null
    lastMinute: number | null
    lastHour: number
    lastDay: number
  }
  accounts: { lastHour: number; lastDay: number }
  /** The most frequent ones in the posts of the last day; `und` where none is told. */
  languages: { language: string; posts: number }[]
  /** How far the network is ahead of what was read of it; null before the first event. */
  lagSeconds: number | null
  /** When the first event came; null before it. */
  since: string | null
  gaps: StatedGap[]
}

/** A time of which events are missing, and why; `to` is null while it goes on. */
export type StatedGap = { from: string; to: string | null; reason: string }

/** One metric, a point for each step that begins in [from, to). */
export type StatsSeries = {
  metric: string
  step: 'minute' | 'hour' | 'day'
  from: string
  to: string
  /** Null where nothing is known of the step: it lies in a gap, or was not counted or not kept. */
  points: [at: string, value: number | null][]
  gaps: StatedGap[]
}
