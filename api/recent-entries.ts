import { type EntryId, type Place, placeAfter, placeText, START } from './live-cursor.ts'
import type { LiveEvent, LiveRecord, LiveStatus } from './live-record.ts'

/** An entry of a partition's stream, read. */
export type Entry = EntryId & {
  /** Counts all entries in the order in which this process read them. */
  number: number
  partition: number
  /** The places of all partitions before this entry, and as cursors have them. */
  reached: readonly Place[]
  places: readonly string[]
  /** How many events it holds, whether or not they are told. */
  count: number
  records: LiveRecord[]
  /** Accounts that went away or came back. */
  statuses: LiveStatus[]
}

/** An entry as it comes; `events` are those that are followed, in their order. */
export type ReadEntry = EntryId & { partition: number; count: number; events: LiveEvent[] }

/** How long those who are told later wait, in milliseconds, as Spacedust has it. */
export const DELAY = 21_000

export type RecentEntries = {
  /** Takes the next entry of a partition; oldest entries go to make room. */
  add(entry: ReadEntry): Entry
  at(number: number): Entry | undefined
  /** The number of the oldest entry that is there, and the one that comes next. */
  readonly first: number
  readonly next: number
  /** How far each partition was read, and as cursors have it. */
  reached(): readonly Place[]
  places(): readonly string[]
  /** Something of the partition is missing before the place. */
  breakAt(partition: number, place: Place): void
  /** Whether all that came after these places is here. */
  covers(places: readonly Place[]): boolean
}

type Version = { rev: string; ms: number; record: LiveRecord }

/**
 * The entries of the last minutes: what is told again to who comes back, and what a record linked to
 * that is deleted, which its delete does not say.
 * @param capacity how many links are remembered; an entry and a record take as much as a link
 */
export function openRecentEntries(partitions: number, capacity: number): RecentEntries {
  const entries: (Entry | undefined)[] = []
  /** By author, then by collection and rkey. */
  const versions = new Map<string, Map<string, Version>>()
  const reached = Array.from({ length: partitions }, () => START)
  const texts = reached.map(placeText)
  const known = Array.from({ length: partitions }, () => START)
  let offset = 0
  let next = 0
  let taken = 0

  /** Sets what the record changes; undefined where this was seen before, as after a reconnect. */
  function meet(record: LiveRecord, ms: number): LiveRecord | undefined {
    const before = versions.get(record.author)?.get(nameOf(record))
    if (before === undefined && record.links.length === 0) return undefined
    if (before !== undefined && record.rev <= before.rev) return undefined
    return put(record, ms, before)
  }

  /** Puts the record in the place of the version before it, and sets what it changes. */
  function put(record: LiveRecord, ms: number, before: Version | undefined): LiveRecord {
    const overtakes = before !== undefined && ms - before.ms < DELAY
    if (overtakes) before.record.overtaken = true
    record.before = before?.record.links
    record.beforeLater = overtakes ? before.record.beforeLater : record.before
    const own = versions.get(record.author) ?? new Map<string, Version>()
    versions.set(record.author, own.set(nameOf(record), { rev: record.rev, ms, record }))
    return record
  }

  /** The end of every record of an account that has ended, as far as they are remembered. */
  function endAll({ line, did, time }: LiveStatus, ms: number): LiveRecord[] {
    const ends: LiveRecord[] = []
    let first = 0
    for (const before of [...(versions.get(did)?.values() ?? [])]) {
      if (before.record.links.length === 0) continue
      const gone = { line, first, time, links: [], replaces: true, overtaken: false }
      const end = put({ ...before.record, ...gone }, ms, before)
      first += linkCountOf(end)
      ends.push(end)
    }
    return ends
  }

  function recordsIn(events: LiveEvent[], ms: number): LiveRecord[] {
    return events.flatMap((event) => {
      if (event.kind === 'record') return meet(event.record, ms) ?? []
      return event.status.deleted ? endAll(event.status, ms) : []
    })
  }

  function reach(partition: number, place: Place): void {
    reached[partition] = place
    texts[partition] = placeText(place)
  }

  function forgetFirst(): void {
    const entry = entries[offset]
    if (entry === undefined) return
    for (const record of entry.records) {
      const own = versions.get(record.author)
      if (own?.get(nameOf(record))?.record === record) own.delete(nameOf(record))
      if (own?.size === 0) versions.delete(record.author)
    }
    taken -= sizeOf(entry)
    known[entry.partition] = placeAfter(entry)
    entries[offset++] = undefined
    if (offset > 4096 && offset > entries.length / 2) {
      entries.splice(0, offset)
      offset = 0
    }
  }

  const firstNumber = () => next - (entries.length - offset)

  return {
    add({ events, ...read }) {
      const records = recordsIn(events, read.ms)
      const statuses = events.flatMap((event) => (event.kind === 'status' ? event.status : []))
      const before = { reached: [...reached], places: [...texts] }
      const entry = { ...read, records, statuses, number: next++, ...before }
      reach(entry.partition, placeAfter(entry))
      entries.push(entry)
      taken += sizeOf(entry)
      while (taken > capacity && entries.length - offset > 1) forgetFirst()
      return entry
    },
    at: (number) => entries[number - firstNumber() + offset],
    get first() {
      return firstNumber()
    },
    get next() {
      return next
    },
    reached: () => reached,
    places: () => texts,
    breakAt(partition, place) {
      known[partition] = place
      reach(partition, place)
    },
    covers: (places) => places.every((place, partition) => isAtOrAfter(place, known[partition])),
  }
}

function nameOf({ collection, rkey }: LiveRecord): string {
  return `${collection}/${rkey}`
}

/** How many links the record can tell of: those it has, and those it has no longer. */
function linkCountOf({ links, before = [], beforeLater = [] }: LiveRecord): number {
  return links.length + Math.max(before.length, beforeLater.length)
}

/** The place after all that one of the entry's records tells. */
export function placeAfterRecord({ ms, seq }: EntryId, record: LiveRecord): Place {
  return { ms, seq, line: record.line, link: record.first + linkCountOf(record) }
}

function isAtOrAfter(place: Place, known = START): boolean {
  if (place.ms !== known.ms || place.seq !== known.seq) {
    return place.ms > known.ms || (place.ms === known.ms && place.seq > known.seq)
  }
  return place.line >= known.line
}

function sizeOf({ records }: Entry): number {
  return records.reduce((sum, { links }) => sum + 1 + links.length, 1)
}
