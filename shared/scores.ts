import type { Counts, Direction, Explanation, Ranking, Side, Weights } from './circle.ts'
import { INTERACTION_TYPES, type InteractionType } from './interaction.ts'

type TypeCounts = Record<InteractionType, number>

/** How people are ranked: by what in which direction. */
export type Scoring = { direction: Direction; ranking: Ranking; weights: Weights }

/** What passed with one partner each way, and in the direction asked for. */
export type Sides = { counts: TypeCounts; sent: Counts; received: Counts }

/** Weights have two decimals at most; rounding takes away what floating point adds. */
export function scoreOf(counts: TypeCounts, weights: Weights): number {
  return rounded(INTERACTION_TYPES.reduce((sum, type) => sum + counts[type] * weights[type], 0))
}

/** The score of a partner, and what it is made of. */
export function explain(
  { counts, ...sides }: Sides,
  { direction, ranking, weights }: Scoring,
): Explanation {
  const sent = sideOf(sides.sent, weights)
  const received = sideOf(sides.received, weights)
  const weaker = sent.score <= received.score ? 'sent' : 'received'
  const counted = ranking === 'mutual' ? weaker : direction
  const made = ranking === 'mutual' ? sides[weaker] : counts
  const points = { like: 0, repost: 0, reply: 0, quote: 0, post: 0 }
  for (const type of INTERACTION_TYPES) points[type] = rounded(made[type] * weights[type])
  const [less, more] = [sent.score, received.score].sort((a, b) => a - b) as [number, number]
  const reciprocity = more === 0 ? 0 : rounded(less / more)
  return { score: scoreOf(made, weights), counted, points, sent, received, reciprocity }
}

function sideOf({ like, repost, reply, quote, post, total }: Counts, weights: Weights): Side {
  const counts = { like, repost, reply, quote, post, total }
  return { ...counts, score: scoreOf(counts, weights) }
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100
}
