import { EVENT_KINDS, type EventKind } from './event-counts.ts'
import { INTERACTION_TYPES, type InteractionType } from './interaction.ts'

/** All events, of every kind. */
export const EVENTS = 'events'

/** Accounts that wrote anything, each counted once in a step. */
export const ACCOUNTS = 'accounts'

/** Posts in a language that has no metric of its own. */
export const OTHER_LANGUAGES = 'other'

/** The metric that counts the interactions of one type on the whole network. */
export function metricOf(type: InteractionType): string {
  return `interactions:${type}`
}

export function eventMetricOf(kind: EventKind): string {
  return `events:${kind}`
}

export function postMetricOf(language: string): string {
  return `posts:${language}`
}

const POSTS = /^posts:(?:[a-z]{2,3}|other)$/
const NAMED = new Set([
  EVENTS,
  ACCOUNTS,
  ...EVENT_KINDS.map(eventMetricOf),
  ...INTERACTION_TYPES.map(metricOf),
])

export function isMetric(text: string): boolean {
  return NAMED.has(text) || POSTS.test(text)
}
