import type { Envelope } from './envelope.ts'

const REMEMBERED = 10_000

export type Resyncs = {
  note(replaced: { did: string; rev: string }): void
  /** Whether an event is one of the records of a repository that was replaced. */
  isPast(event: Envelope): boolean
}

/**
 * Repositories that were replaced as a whole, by the rev of that. A v2 server then sends every record
 * that such a repository holds as if it had just been created. They are its past: taken for new they
 * would all be interactions of this hour, so they are left out, as v1 servers leave them out.
 */
export function createResyncs(): Resyncs {
  const revs = new Map<string, string>()

  return {
    note({ did, rev }) {
      revs.delete(did)
      revs.set(did, rev)
      const [oldest] = revs.keys()
      if (revs.size > REMEMBERED && oldest !== undefined) revs.delete(oldest)
    },
    isPast({ did, createdWith }) {
      return createdWith !== undefined && revs.get(did) === createdWith
    },
  }
}
