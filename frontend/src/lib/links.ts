import type { Profile } from '@orrery/shared/circle'
import type { Source } from '@orrery/shared/known-sources'

/** How many records link from one source, by how many accounts, and when the last was seen (ISO). */
export type SourceCount = Source & {
  /** What people call it, null if it is not well known. */
  name: string | null
  records: number
  accounts: number
  lastSeen: string | null
}

/** All sources in the records of one collection. */
export type SourceGroup = { collection: string; records: number; sources: SourceCount[] }

/** A record that links; `subject` is what it links to, where that is not what was asked about. */
export type LinkingRecord = {
  profile: Profile
  /** What people call such a record. */
  name: string
  collection: string
  rkey: string
  uri: string
  indexedAt: string
  subject: string | null
}

/** What a record itself links to, in its own order. */
export type OutwardLink = { path: string; target: string }

/** Sources by collection, and both by the number of records, the most first. */
export function groupsOf(sources: SourceCount[]): SourceGroup[] {
  return Array.from(
    Map.groupBy(sources, ({ collection }) => collection),
    ([collection, group]) => ({
      collection,
      records: recordsOf(group),
      sources: group.toSorted(byRecords),
    }),
  ).toSorted(byRecords)
}

/** How many records link, from all sources together. */
export function recordsOf(counted: { records: number }[]): number {
  return counted.reduce((sum, { records }) => sum + records, 0)
}

function byRecords(one: { records: number }, other: { records: number }): number {
  return other.records - one.records
}
