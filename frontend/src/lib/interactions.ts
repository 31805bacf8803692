import type { Counts, Direction, TimeWindow } from '@orrery/shared/circle'
import type { InteractionType } from '@orrery/shared/interaction'

/**
 * All interactions with one partner, as the API lists them; `last` is an ISO time. A private account
 * has no DID here.
 */
export type Row = Counts & { did: string | null; characters: number; last: string }

/** An account's partners, strongest first, in the directions that were asked for. */
export type Interactions = Partial<Record<Direction, Row[]>> & {
  did: string
  handle: string | null
  window: TimeWindow
}

/** What the site calls interactions of each type. */
export const TYPE_NAMES: Record<InteractionType, string> = {
  like: 'Likes',
  repost: 'Reposts',
  reply: 'Replies',
  quote: 'Quotes',
  post: 'Mentions',
}
