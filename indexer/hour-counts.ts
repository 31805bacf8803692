import { noCounts, type OperationCounts, OTHER, packCounts } from '@orrery/shared/collection-counts'
import type { NetworkEvent } from '@orrery/shared/event'
import { type EventKind, type MinuteCounts, noMinuteCounts } from '@orrery/shared/event-counts'
import { languagesOf } from '@orrery/shared/languages-of'

/** A partition's counts of one UTC hour. */
export type HourCounts = {
  collections: Map<string, OperationCounts>
  /** By the minute of the hour. */
  minutes: Map<number, MinuteCounts>
  languages: Set<string>
  /** Which of them were not written since they changed. */
  changed: { collections: Set<string>; minutes: Set<number> }
  /** Records and posts that were counted as `other`, since this was last set to zero. */
  others: number
}

/** So many are told apart in an hour of a partition; anyone can invent names. */
export const MOST_COLLECTIONS = 1000
const MOST_LANGUAGES = 100

const POST = 'app.bsky.feed.post'

export function noHourCounts(): HourCounts {
  return {
    collections: new Map(),
    minutes: new Map(),
    languages: new Set(),
    changed: { collections: new Set(), minutes: new Set() },
    others: 0,
  }
}

/** @param minute of the hour that the event falls into */
export function countEvent(counts: HourCounts, event: NetworkEvent, minute: number): void {
  const { events, languages } = minuteOf(counts, minute)
  events[kindOf(event)]++
  if (event.kind !== 'commit') return
  const { operation, collection } = event.commit
  const told = collectionOf(counts, collection)
  if (operation === 'create') told.creates++
  else if (operation === 'update') told.updates++
  else told.deletes++
  if (operation !== 'create' || collection !== POST) return
  for (const language of languagesOf(event.commit.record)) {
    const name = languageIn(counts, language)
    languages[name] = (languages[name] ?? 0) + 1
  }
}

/** Whether the collection is told apart in this hour, or would be if it came. */
export function isToldApart({ collections }: HourCounts, collection: string): boolean {
  return collections.has(collection) || collections.size < MOST_COLLECTIONS
}

/** What has changed since this was last asked, as fields and values of the hour's two hashes. */
export function takeChanges(counts: HourCounts) {
  const { collections, minutes, changed } = counts
  const taken = {
    collections: Array.from(changed.collections, (name): [string, string] => {
      return [name, packCounts(collections.get(name) ?? noCounts())]
    }),
    minutes: Array.from(changed.minutes, (minute): [string, string] => {
      return [String(minute), JSON.stringify(minutes.get(minute))]
    }),
  }
  changed.collections.clear()
  changed.minutes.clear()
  return taken
}

function kindOf(event: NetworkEvent): EventKind {
  return event.kind === 'commit' ? event.commit.operation : event.kind
}

function minuteOf({ minutes, changed }: HourCounts, minute: number): MinuteCounts {
  changed.minutes.add(minute)
  const known = minutes.get(minute) ?? noMinuteCounts()
  minutes.set(minute, known)
  return known
}

function collectionOf(counts: HourCounts, collection: string): OperationCounts {
  const { collections, changed } = counts
  const name = isToldApart(counts, collection) ? collection : OTHER
  if (name === OTHER) counts.others++
  const known = collections.get(name) ?? noCounts()
  collections.set(name, known)
  changed.collections.add(name)
  return known
}

function languageIn(counts: HourCounts, language: string): string {
  const { languages } = counts
  if (languages.has(language)) return language
  if (languages.size < MOST_LANGUAGES) {
    languages.add(language)
    return language
  }
  counts.others++
  return OTHER
}
