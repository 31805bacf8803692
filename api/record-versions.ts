import type { LiveRecord, LiveStatus } from './live-record.ts'

/** How long those who are told later wait, in milliseconds, as Spacedust has it. */
export const DELAY = 21_000

type Version = { rev: string; ms: number; record: LiveRecord }

/** The last version of each record, which the next one and its deletion do not tell. */
export type RecordVersions = {
  /** Sets what the record changes; undefined where this was seen before, as after a reconnect. */
  meet(record: LiveRecord, ms: number): LiveRecord | undefined
  /** The end of every record of an account that has ended, as far as they are remembered. */
  endAll(status: LiveStatus, ms: number): LiveRecord[]
  /** Forgets a version, unless there is a later one. */
  forget(record: LiveRecord): void
}

export function openRecordVersions(): RecordVersions {
  /** By author, then by collection and rkey. */
  const versions = new Map<string, Map<string, Version>>()

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

  return {
    meet(record, ms) {
      const before = versions.get(record.author)?.get(nameOf(record))
      if (before === undefined && record.links.length === 0) return undefined
      if (before !== undefined && record.rev <= before.rev) return undefined
      return put(record, ms, before)
    },
    endAll({ line, did, time }, ms) {
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
    },
    forget(record) {
      const own = versions.get(record.author)
      if (own?.get(nameOf(record))?.record === record) own.delete(nameOf(record))
      if (own?.size === 0) versions.delete(record.author)
    },
  }
}

function nameOf({ collection, rkey }: LiveRecord): string {
  return `${collection}/${rkey}`
}

/** How many links the record can tell of: those it has, and those it has no longer. */
export function linkCountOf({ links, before = [], beforeLater = [] }: LiveRecord): number {
  return links.length + Math.max(before.length, beforeLater.length)
}
