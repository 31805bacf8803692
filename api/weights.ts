import type { Weights } from '@orrery/shared/circle'
import { INTERACTION_TYPES } from '@orrery/shared/interaction'

export const DEFAULT_WEIGHTS: Weights = { like: 1, repost: 2, reply: 3, quote: 3, post: 2 }

const LARGEST = 100
const POINTS = /^\d{1,3}(\.\d{1,2})?$/

/**
 * Reads points by type, as in `like:1,reply:3`; types that are not named keep their default.
 * Undefined where a type is unknown or named twice, or its points are no number from 0 to 100 with
 * at most two decimals.
 */
export function parseWeights(text: string): Weights | undefined {
  const weights = { ...DEFAULT_WEIGHTS }
  const named = new Set<string>()
  for (const part of text.split(',')) {
    const [name, points = '', ...rest] = part.split(':')
    const type = INTERACTION_TYPES.find((known) => known === name)
    if (type === undefined || named.has(type) || rest.length > 0) return undefined
    if (!POINTS.test(points) || Number(points) > LARGEST) return undefined
    named.add(type)
    weights[type] = Number(points)
  }
  return weights
}
