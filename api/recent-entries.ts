import { type EntryId, type Place, placeAfter, placeText, START } from './live-cursor.ts'
import type { LiveEvent, LiveRecord, LiveStatus } from './live-record.ts'
import { linkCountOf, openRecordVersions } from './record-versions.ts'

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

/**
 * The entries of the last minutes: what is told again to who comes back, and what a record linked to
 * that is deleted, which its delete does not say.
 * @param capacity how many links are remembered; an entry and a record take as much as a link
 */
export function openRecentEntries(partitions: number, capacity: number): RecentEntries {
  const entries: (Entry | undefined)[] = []
  const versions = openRecordVersions()
  const reached = Array.from({ length: partitions }, () => START)
  const texts = reached.map(placeText)
  const known = Array.from({ length: partitions }, () => START)
  let offset = 0
  let next = 0
  let taken = 0

  function recordsIn(events: LiveEvent[], ms: number): LiveRecord[] {
    return events.flatMap((event) => {
      if (event.kind === 'record') return versions.meet(event.record, ms) ?? []
      return event.status.deleted ? versions.endAll(event.status, ms) : []
    })
  }

  function reach(partition: number, place: Place): void {
    reached[partition] = place
    texts[partition] = placeText(place)
  }

  function forgetFirst(): void {
    const entry = entries[offset]
    if (entry === undefined) return
    for (const record of entry.records) versions.forget(record)
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
