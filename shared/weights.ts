import type { Preset, Weights } from './circle.ts'
import { INTERACTION_TYPES } from './interaction.ts'

/**
 * What each kind of interaction is worth: `balanced` more the more effort it takes, `conversation` only
 * where people talk to each other, `fans` where somebody shows others what they like, `count` all alike.
 */
export const PRESETS: Readonly<Record<Preset, Weights>> = {
  balanced: { like: 1, repost: 2, reply: 3, quote: 3, post: 2 },
  conversation: { like: 0, repost: 0, reply: 3, quote: 2, post: 2 },
  fans: { like: 1, repost: 3, reply: 0, quote: 2, post: 0 },
  count: { like: 1, repost: 1, reply: 1, quote: 1, post: 1 },
}

export const DEFAULT_WEIGHTS = PRESETS.balanced

const LARGEST = 100
const POINTS = /^\d{1,3}(\.\d{1,2})?$/

export const WEIGHTS_FORM =
  'balanced, conversation, fans, count or points from 0 to 100, such as like:1,reply:3'

/**
 * Reads a preset, as in `fans`, or points by type, as in `like:1,reply:3`, or both, as in
 * `fans,like:0`; types that are not named keep their points in the preset, else in the default.
 * Undefined where a type is unknown or named twice, or its points are no number from 0 to 100 with
 * at most two decimals.
 */
export function parseWeights(text: string): Weights | undefined {
  const [first = '', ...others] = text.split(',')
  const preset = presetNamed(first)
  const weights = { ...PRESETS[preset ?? 'balanced'] }
  const named = new Set<string>()
  for (const part of preset ? others : [first, ...others]) {
    const [name, points = '', ...rest] = part.split(':')
    const type = INTERACTION_TYPES.find((known) => known === name)
    if (type === undefined || named.has(type) || rest.length > 0) return undefined
    if (!POINTS.test(points) || Number(points) > LARGEST) return undefined
    named.add(type)
    weights[type] = Number(points)
  }
  return weights
}

/** The preset that has just these weights. */
export function presetOf(weights: Weights): Preset | null {
  const same = (preset: Preset) =>
    INTERACTION_TYPES.every((type) => PRESETS[preset][type] === weights[type])
  return NAMES.find(same) ?? null
}

const NAMES = Object.keys(PRESETS) as Preset[]

function presetNamed(name: string): Preset | undefined {
  return NAMES.find((preset) => preset === name)
}
