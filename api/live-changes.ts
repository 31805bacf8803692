import {
  type InteractionType,
  interactionsOf,
  type RecordInteraction,
} from '@orrery/shared/interaction'
import { storedTarget } from '@orrery/shared/stored-target'
import type { LiveLink, LiveRecord } from './live-record.ts'

/** That an interaction came, or went. */
export type LiveInteraction = {
  author: string
  subject: string
  type: InteractionType
  by: 1 | -1
  /** Milliseconds since the epoch. */
  time: number
}

/** The interactions that a record adds, and those of an earlier version that it takes away. */
export function liveInteractionsOf(record: LiveRecord): LiveInteraction[] {
  const { author, before, links, replaces, time } = record
  // Without the earlier version nobody knows what is new in this one.
  if (replaces && before === undefined) return []
  const now = interactionsIn(record, links)
  const earlier = interactionsIn(record, before ?? [])
  const changed = (
    some: RecordInteraction<string>[],
    others: RecordInteraction<string>[],
    by: 1 | -1,
  ) =>
    some
      .filter(({ type, subject }) => !others.some((o) => o.type === type && o.subject === subject))
      .map(({ type, subject }) => ({ author, subject, type, by, time }))
  return [...changed(now, earlier, 1), ...changed(earlier, now, -1)]
}

function interactionsIn(
  { author, collection }: LiveRecord,
  links: LiveLink[],
): RecordInteraction<string>[] {
  if (links.length === 0) return []
  const stored = links.map(({ path, target }) => ({ path, target: storedTarget(target) }))
  return interactionsOf(author, collection, stored)
}

/** What changed between an account and a partner. */
export type Change = {
  partner: string
  type: InteractionType
  direction: 'sent' | 'received'
  by: 1 | -1
  time: number
}

/** What a record changes for one account. */
export function changesFor(did: string, record: LiveRecord): Change[] {
  const concerns =
    record.author === did ||
    record.links.some(({ account }) => account === did) ||
    record.before?.some(({ account }) => account === did)
  if (!concerns) return []
  return liveInteractionsOf(record).flatMap(({ author, subject, type, by, time }): Change[] => {
    if (author === did) return [{ partner: subject, type, direction: 'sent', by, time }]
    if (subject === did) return [{ partner: author, type, direction: 'received', by, time }]
    return []
  })
}
