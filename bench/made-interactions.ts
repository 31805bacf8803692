import type { NetworkEvent } from '@orrery/shared/event'
import { type InteractionType, interactionsOf } from '@orrery/shared/interaction'
import { changeOf } from '../indexer/record-change.ts'

/** An interaction that a new record makes, with what any layout needs to store it. */
export type MadeInteraction = {
  uri: string
  author: string
  subject: string
  type: InteractionType
  /** Milliseconds since the epoch. */
  time: number
  /** The rkey of the record aimed at; null for a mention, which aims at an account. */
  targetRkey: string | null
  characters: number
}

/** The interactions of a record that an event creates; other events make none. */
export function interactionsMadeBy(event: NetworkEvent): MadeInteraction[] {
  if (event.kind !== 'commit' || event.commit.operation !== 'create') return []
  const { did: author, collection, rkey, links, time, characters } = changeOf(event)
  return interactionsOf(author, collection, links).map(({ type, subject, target }) => ({
    uri: `at://${author}/${collection}/${rkey}`,
    author,
    subject,
    type,
    time,
    targetRkey: target.kind === 'record' ? target.rkey : null,
    characters,
  }))
}
