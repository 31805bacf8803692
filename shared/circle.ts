import type { InteractionType } from './interaction.ts'

/** Which interactions count, seen from the account in the centre. */
export type Direction = 'sent' | 'received' | 'both'

/** Points for one interaction of each type. */
export type Weights = Record<InteractionType, number>

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

/**
 * A partner of the account in the centre. `rank` counts from 1 over all orbits, `characters` is the
 * length of all posts in graphemes, `last` the ISO time of the latest interaction.
 */
export type Person = Shown &
  Counts & { rank: number; score: number; characters: number; last: string }

/** The strongest partners of one account on at most three orbits of 10, 20 and 30, by rank. */
export type Circle = Profile & {
  window: TimeWindow
  direction: Direction
  weights: Weights
  orbits: Person[][]
}
