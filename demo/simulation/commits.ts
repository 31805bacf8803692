import type { Random } from '@orrery/shared/random'
import type { CommitEvent, StrongRef } from '../event.ts'
import type { Moment } from './commit-clock.ts'
import { randomCid } from './identifiers.ts'

/** One operation of a commit; `record` is what the record holds beside `$type` and `createdAt`. */
export function writeOf(
  random: Random,
  moment: Moment,
  collection: string,
  record: Record<string, unknown>,
  place: { rkey?: string; operation?: 'create' | 'update' } = {},
): CommitEvent {
  const { operation = 'create', rkey = moment.rkey } = place
  const body = { $type: collection, createdAt: moment.createdAt, ...record }
  const cid = randomCid(random)
  return {
    did: moment.did,
    time_us: moment.timeUs,
    kind: 'commit',
    commit: { rev: moment.rev, operation, collection, rkey, record: body, cid },
  }
}

export function deletionOf(moment: Moment, collection: string, rkey: string): CommitEvent {
  return {
    did: moment.did,
    time_us: moment.timeUs,
    kind: 'commit',
    commit: { rev: moment.rev, operation: 'delete', collection, rkey },
  }
}

/** How other records name the record that a write makes. */
export function refOf({ did, commit }: CommitEvent): StrongRef {
  return { cid: commit.cid ?? '', uri: `at://${did}/${commit.collection}/${commit.rkey}` }
}
