import type { InteractionType } from './interaction.ts'

/** Which interactions count, seen from the account in the centre. */
export type Direction = 'sent' | 'received' | 'both'

/**
 * Whose score is whose: `sum` is what the interactions of the direction make together, `mutual` what
 * those of the weaker of the two directions make.
 */
export type Ranking = 'sum' | 'mutual'

/** Points for one interaction of each type. */
export type Weights = Record<InteractionType, number>

/** Weights that have a name. */
export type Preset = 'balanced' | 'conversation' | 'fans' | 'count'

/** Interactions by type, and their sum. */
export type Counts = Record<InteractionType, number> & { total: number }

/** A half-open span of time, both ends ISO. */
export type TimeWindow = { from: string; to: string }

/** An account as it shows itself; null where nothing is known. */
export type Profile = {
  did: string
  handle: string | null
  displayName: string | null
  avatar: string | null
  /** Present where the account says of itself that a program runs it. */
  bot?: true | undefined
  /** Present where the account asks not to be shown to people who are not logged in. */
  private?: true | undefined
}

/** An account as everybody may see it: one that is private has no DID here, and no name. */
export type Shown = Omit<Profile, 'did'> & { did: string | null }

/** What went one way, and the score that it makes by itself. */
export type Side = Counts & { score: number }

/**
 * How a score came about: `points` are the counts of the direction that `counted` names, each by its
 * weight, and the score is their sum, to two decimals. `reciprocity` is the score of the weaker side
 * over that of the stronger one, from 0 to 1 with two decimals.
 */
export type Explanation = {
  score: number
  counted: Direction
  points: Record<InteractionType, number>
  sent: Side
  received: Side
  reciprocity: number
}

/**
 * A partner of the account in the centre. `rank` counts from 1 over all orbits, the counts are those
 * of the circle's direction, `characters` is the length of all posts in graphemes, `last` the ISO time
 * of the latest interaction.
 */
export type Person = Shown &
  Counts &
  Explanation & { rank: number; characters: number; last: string }

/** The strongest partners of one account on at most three orbits of 10, 20 and 30, by rank. */
export type Circle = Profile & {
  window: TimeWindow
  direction: Direction
  ranking: Ranking
  weights: Weights
  /** The name of the weights, where they have one. */
  preset: Preset | null
  orbits: Person[][]
}
