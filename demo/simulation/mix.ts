import type { Random } from '@orrery/shared/random'
import { createSampler } from './distributions.ts'
import { hourOf, isScheduled, postFactorOf } from './diurnal.ts'

export type Action = keyof typeof usualMix
export type Mix = Record<Action, number>

/**
 * Actions per thousand events, measured on the live network in 2026. A gated post makes two events,
 * and so does most of what `lifecycle` does.
 */
export const usualMix = {
  like: 660,
  unlike: 8,
  repost: 105,
  unrepost: 4,
  follow: 67,
  unfollow: 10,
  post: 47.5,
  quote: 6.5,
  reply: 53,
  threadgate: 6,
  postgate: 3,
  deletePost: 6,
  block: 7,
  unblock: 0.4,
  profile: 4,
  status: 1,
  listItem: 1.3,
  removeListItem: 0.3,
  lifecycle: 3.1,
  elsewhere: 5,
}

/** A wave of newcomers, as in November 2024: a third of all events are follows. */
export const surgeMix: Mix = {
  ...usualMix,
  like: 460,
  repost: 60,
  follow: 350,
  post: 37,
  quote: 4,
  reply: 40,
  profile: 8,
}

const ACTIONS = Object.keys(usualMix) as [Action, ...Action[]]
const POSTING = new Set<Action>(['post', 'quote', 'reply', 'threadgate', 'postgate'])
const SCHEDULED_FACTOR = 1.5

/** Draws the kind of the next action at a time of the day. */
export function createActionSampler(mix: Mix): (random: Random, timeUs: number) => Action {
  const samplerOf = (factor: number) =>
    createSampler(ACTIONS.map((action) => mix[action] * (POSTING.has(action) ? factor : 1)))
  const usual = Array.from({ length: 24 }, (_, hour) => samplerOf(postFactorOf(hour)))
  const scheduled = Array.from({ length: 24 }, (_, hour) =>
    samplerOf(postFactorOf(hour) * SCHEDULED_FACTOR),
  )
  return (random, timeUs) => {
    const sampler = (isScheduled(timeUs) ? scheduled : usual)[hourOf(timeUs)]
    return ACTIONS[sampler?.(random) ?? 0] ?? ACTIONS[0]
  }
}
