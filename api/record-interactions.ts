import { readHidden } from '@orrery/shared/account-status'
import { listBuckets } from '@orrery/shared/bucket'
import type { SentMember } from '@orrery/shared/codec'
import {
  type InteractionType,
  interactionsOf,
  type RecordInteraction,
} from '@orrery/shared/interaction'
import { findRecords } from '@orrery/shared/record-lookup'
import { startOf } from '@orrery/shared/step'
import { keptSince, type Store } from '@orrery/shared/store'

/**
 * One interaction. `a` author, `s` subject, `t` time, `h` its hour, `pr` the rkey of the record
 * aimed at (null for a mention, which aims at an account), `c` characters of a post.
 */
export type InteractionDocument = {
  uri: string
  a: string
  s: string
  type: InteractionType
  t: string
  h: string
  pr: string | null
  c: number
}

/** The interactions that one record makes, while it is kept; none with or by hidden accounts. */
export async function interactionsOfRecord(
  store: Store,
  did: string,
  { collection, rkey }: { collection: string; rkey: string },
  now: number,
): Promise<InteractionDocument[]> {
  const author = (await store.accounts.find([did])).get(did)
  if (author === undefined) return []
  const buckets = new Map((await listBuckets(store.redis, store.layout)).map((b) => [b.number, b]))
  const [found] = await findRecords(store, buckets, [{ name: { author, collection, rkey } }])
  const member = found?.versions.map((version) => version.member).sort((a, b) => b.time - a.time)[0]
  if (member === undefined || member.time < keptSince(store, now)) return []

  const interactions = interactionsOf(author, collection, member.links)
  const subjects = interactions.map(({ subject }) => subject)
  const [hidden, dids] = await Promise.all([
    readHidden(store, [author, ...subjects]),
    store.accounts.didsOf(subjects),
  ])
  if (hidden.has(author)) return []
  for (const subject of hidden.keys()) dids.delete(subject)
  return documentsOf(did, member, interactions, dids)
}

/**
 * The documents of interactions that a record makes.
 * @param dids of their subjects; those of others are left out
 */
export function documentsOf(
  did: string,
  { collection, rkey, time, characters }: SentMember,
  interactions: RecordInteraction<number>[],
  dids: ReadonlyMap<number, string>,
): InteractionDocument[] {
  return interactions.flatMap(({ type, subject, target }) => {
    const s = dids.get(subject)
    if (s === undefined) return []
    return {
      uri: `at://${did}/${collection}/${rkey}`,
      a: did,
      s,
      type,
      t: new Date(time).toISOString(),
      h: new Date(startOf(time, 'hour')).toISOString(),
      pr: target.kind === 'record' ? target.rkey : null,
      c: characters,
    }
  })
}
