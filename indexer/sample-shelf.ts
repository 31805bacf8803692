import type { CommitEvent } from '@orrery/shared/event'
import { readSampleField, SAMPLES, sampleField } from '@orrery/shared/samples'
import { type Allowance, openAllowance } from './allowance.ts'

/** Characters of a record's JSON beyond which it stands for nothing. */
const LONGEST = 16_384
/** Beside each record and each collection, roughly, in bytes. */
const OVERHEAD = 200
/** A collection that is written all the time gets a new sample a second. */
const OF_COLLECTION = { most: SAMPLES, perSecond: 1 }
const OF_ALL = { most: 64, perSecond: 32 }

/** By `<did> <rkey>`, the oldest first. */
type Kept = { samples: Map<string, { field: string; size: number }>; allowance: Allowance }

/** What has changed: by collection, fields with their records, undefined for those that go. */
export type SampleChanges = Map<string, Map<string, string | undefined>>

/** Which records stand for their collections, and what of that is not written yet. */
export type SampleShelf = {
  /** Takes up what a process before this one has written. */
  restore(collection: string, fields: string[]): void
  follow(event: CommitEvent, now: number): void
  forgetAccount(did: string): void
  /** The collections that were sampled least lately go until the rest fits. */
  makeRoom(): void
  has(collection: string): boolean
  takeChanges(): SampleChanges
}

/** @param room in bytes */
export function openSampleShelf(room: number): SampleShelf {
  const collections = new Map<string, Kept>()
  /** How many samples are of an account. */
  const accounts = new Map<string, number>()
  const allowance = openAllowance(OF_ALL.most, OF_ALL.perSecond)
  let changes: SampleChanges = new Map()
  let bytes = 0

  function begin(collection: string): Kept {
    const { most, perSecond } = OF_COLLECTION
    const kept = { samples: new Map(), allowance: openAllowance(most, perSecond) }
    collections.set(collection, kept)
    bytes += OVERHEAD
    return kept
  }

  function change(collection: string, field: string, body: string | undefined): void {
    const known = changes.get(collection) ?? new Map()
    changes.set(collection, known.set(field, body))
  }

  function remember({ samples }: Kept, field: string): void {
    const { did, rkey, size } = readSampleField(field)
    samples.set(`${did} ${rkey}`, { field, size })
    accounts.set(did, (accounts.get(did) ?? 0) + 1)
    bytes += size + OVERHEAD
  }

  function forget(collection: string, { samples }: Kept, name: string): void {
    const sample = samples.get(name)
    if (!sample) return
    samples.delete(name)
    bytes -= sample.size + OVERHEAD
    const { did } = readSampleField(sample.field)
    const left = (accounts.get(did) ?? 0) - 1
    if (left > 0) accounts.set(did, left)
    else accounts.delete(did)
    change(collection, sample.field, undefined)
  }

  return {
    restore(collection, fields) {
      const kept = begin(collection)
      for (const field of fields.toSorted(byTime)) remember(kept, field)
    },

    follow({ did, time_us, commit }, now) {
      const { collection, rkey } = commit
      const known = collections.get(collection)
      if (known) forget(collection, known, `${did} ${rkey}`)
      if (commit.operation === 'delete') return
      const kept = known ?? begin(collection)
      if (!kept.allowance.take(now) || !allowance.take(now)) return
      const body = textOf(commit.record)
      if (body === undefined || body.length > LONGEST) return
      const field = sampleField({ timeUs: time_us, size: body.length, did, rkey })
      remember(kept, field)
      change(collection, field, body)
      const [oldest] = kept.samples.keys()
      if (oldest && kept.samples.size > SAMPLES) forget(collection, kept, oldest)
      collections.delete(collection)
      collections.set(collection, kept)
    },

    forgetAccount(did) {
      if (!accounts.has(did)) return
      for (const [collection, kept] of collections) {
        for (const name of kept.samples.keys()) {
          if (name.startsWith(`${did} `)) forget(collection, kept, name)
        }
      }
    },

    makeRoom() {
      for (const [collection, kept] of collections) {
        if (bytes <= room) return
        for (const name of kept.samples.keys()) forget(collection, kept, name)
        collections.delete(collection)
        bytes -= OVERHEAD
      }
    },

    has: (collection) => collections.has(collection),

    takeChanges() {
      const taken = changes
      changes = new Map()
      return taken
    },
  }
}

/** Undefined for a record that is nested too deeply to be written, though it could be read. */
function textOf(record: object): string | undefined {
  try {
    return JSON.stringify(record)
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

function byTime(a: string, b: string): number {
  return readSampleField(a).timeUs - readSampleField(b).timeUs
}
