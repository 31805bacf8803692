import { cursorText, latestOf, type Place, placeText } from './live-cursor.ts'
import { type LiveLink, type LiveRecord, linksBeside } from './live-record.ts'
import { type Entry, placeAfterRecord } from './recent-entries.ts'
import type { FilteredLink, Operation } from './subscribe-filter.ts'

/** One link of an entry, to be told to who wants it. */
export type Told = FilteredLink & {
  entry: Entry
  record: LiveRecord
  /** How many of its event's links come before it. */
  number: number
}

/**
 * What an entry tells: the links that records make, then those they no longer have.
 * @param hidden accounts of which nothing is told
 * @param later to those who are told later, so that they never hear of what was soon replaced
 */
export function* toldIn(
  entry: Entry,
  hidden: ReadonlySet<string>,
  later: boolean,
): Generator<Told> {
  for (const record of entry.records) {
    if ((later && record.overtaken) || hidden.has(record.author)) continue
    const before = (later ? record.beforeLater : record.before) ?? []
    const removed = linksBeside(before, record.links)
    for (const told of toldOf(entry, record, record.links, 'create', record.first)) {
      if (!hidden.has(told.account ?? '')) yield told
    }
    for (const told of toldOf(
      entry,
      record,
      removed,
      'delete',
      record.first + record.links.length,
    )) {
      if (!hidden.has(told.account ?? '')) yield told
    }
  }
}

function* toldOf(
  entry: Entry,
  record: LiveRecord,
  links: LiveLink[],
  operation: Operation,
  before: number,
): Generator<Told> {
  for (const [index, { path, subject, account }] of links.entries()) {
    const source = `${record.collection}:${path}`
    yield { entry, record, subject, account, source, operation, number: before + index }
  }
}

/** The place just after the link. */
export function placeOf({ entry: { ms, seq }, record: { line }, number }: Told) {
  return { ms, seq, line, link: number + 1 }
}

/**
 * The cursor of who was told this and all before it.
 * @param after what they were told besides, by a process that was further with some partitions
 */
export function cursorOf(told: Told, after?: readonly Place[]): string {
  return cursorAt(told.entry, placeOf(told), after)
}

/** The same of who was told all of the record. */
export function recordCursorOf(entry: Entry, record: LiveRecord, after?: readonly Place[]): string {
  return cursorAt(entry, placeAfterRecord(entry, record), after)
}

function cursorAt(entry: Entry, place: Place, after?: readonly Place[]): string {
  const { partition, reached, places } = entry
  if (after === undefined) return cursorText(places.with(partition, placeText(place)))
  return cursorText(latestOf(reached.with(partition, place), after).map(placeText))
}

/**
 * The message, as Spacedust writes it, with the time of the commit and a cursor.
 * @param origin `replay` where it is told to who was behind
 */
export function messageOf(told: Told, origin: 'live' | 'replay', after?: readonly Place[]): Buffer {
  const { author, collection, rkey, rev, time } = told.record
  const message = {
    kind: 'link',
    origin,
    link: {
      operation: told.operation,
      source: told.source,
      source_record: `at://${author}/${collection}/${rkey}`,
      source_rev: rev,
      subject: told.subject,
    },
    time: new Date(time).toISOString(),
    cursor: cursorOf(told, after),
  }
  return Buffer.from(JSON.stringify(message))
}

/** Told before every disconnect. With the cursor nothing is missed by who comes back soon. */
export type Farewell = { error: string; message: string; cursor?: string | undefined }

export function farewellOf(farewell: Farewell): string {
  return JSON.stringify({ kind: 'error', ...farewell })
}

/** Told where something came and went that nobody could be told of. */
export function gapOf(cursor: string): string {
  const message = 'Some events are missing here.'
  return JSON.stringify({ kind: 'gap', message, cursor })
}
