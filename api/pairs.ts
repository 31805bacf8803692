import type { Profile, TimeWindow } from '@orrery/shared/circle'
import type { SentMember } from '@orrery/shared/codec'
import { type PastCount, readHistory } from '@orrery/shared/history'
import { INTERACTION_TYPES, interactionsOf } from '@orrery/shared/interaction'
import { type Span, sentOf } from '@orrery/shared/members'
import { startOf } from '@orrery/shared/step'
import type { Store } from '@orrery/shared/store'
import { documentsOf, type InteractionDocument } from './record-interactions.ts'
import type { TypeCounts } from './tallies.ts'
import { findSources, type PastSpan, type Window, windowOf } from './window.ts'

/** What one account sent to the other in an hour, or in all of the window; `total` counts interactions. */
export type PairCounts = TypeCounts & { characters: number; total: number }

/** One hour, by its start as an ISO time; hours without any interaction are left out. */
export type PairHour = { hour: string; sent: PairCounts; received: PairCounts }

/**
 * What passed between two accounts, seen from the first: `sent` from a to b, `received` from b to a.
 * `first` and `last` are the earliest and the latest contact of the window, by the hour where it lies
 * beyond the raw records. `interactions` are those whose records are kept, newest first.
 */
export type Pair = {
  a: Profile
  b: Profile
  window: TimeWindow
  first: string | null
  last: string | null
  sent: PairCounts
  received: PairCounts
  hours: PairHour[]
  interactions: InteractionDocument[]
}

export type PairFigures = Omit<Pair, 'a' | 'b'>

/** More of them are nothing to read; counts and hours are of all. */
const MOST_INTERACTIONS = 1000

/** @param dids of the two accounts */
export async function pairOf(
  store: Store,
  dids: readonly [string, string],
  asked: Window,
  now: number,
): Promise<PairFigures> {
  const { whole, raw, past } = await findSources(store, asked, now)
  const contacts = await contactsOf(store, dids, raw, past)
  const hours = Map.groupBy(
    contacts.toSorted((a, b) => a.at - b.at),
    ({ at }) => startOf(at, 'hour'),
  )
  const times = contacts.map(({ at }) => at)
  return {
    window: windowOf(whole),
    first: isoOf(times.reduce((first, at) => Math.min(first, at), Number.POSITIVE_INFINITY)),
    last: isoOf(times.reduce((last, at) => Math.max(last, at), Number.NEGATIVE_INFINITY)),
    ...bothWays(contacts),
    hours: Array.from(hours, ([hour, some]) => ({
      hour: new Date(hour).toISOString(),
      ...bothWays(some),
    })),
    interactions: contacts
      .flatMap(({ documents }) => documents)
      .sort((a, b) => (a.t < b.t ? 1 : -1))
      .slice(0, MOST_INTERACTIONS),
  }
}

/** Some interactions of one moment in one direction. */
type Contact = Pick<PastCount, 'at' | 'characters'> & {
  direction: 'sent' | 'received'
  types: Partial<TypeCounts>
  documents: InteractionDocument[]
}

async function contactsOf(
  store: Store,
  [a, b]: readonly [string, string],
  raw: Span,
  past: PastSpan | undefined,
): Promise<Contact[]> {
  const numbers = await store.accounts.find([a, b])
  const [one, other] = [numbers.get(a), numbers.get(b)]
  if (one === undefined || other === undefined || one === other) return []
  const [sent, received, history] = await Promise.all([
    sentOf(store, one, raw),
    sentOf(store, other, raw),
    past && readHistory(store, past.state, one, past.span),
  ])
  const directions = [
    ['sent', sent, { did: a, partner: other, partnerDid: b }],
    ['received', received, { did: b, partner: one, partnerDid: a }],
  ] as const
  return directions.flatMap(([direction, members, ends]) => [
    ...members.flatMap((member) => contactIn(member, ends, direction)),
    ...(history?.[direction] ?? [])
      .filter(({ partner }) => partner === other)
      .map(({ at, type, count, characters }) => ({
        at,
        direction,
        types: { [type]: count },
        characters,
        documents: [],
      })),
  ])
}

function contactIn(
  member: SentMember,
  { did, partner, partnerDid }: { did: string; partner: number; partnerDid: string },
  direction: 'sent' | 'received',
): Contact[] {
  const made = interactionsOf(member.author, member.collection, member.links)
  const withPartner = made.filter(({ subject }) => subject === partner)
  if (withPartner.length === 0) return []
  const types = Object.fromEntries(withPartner.map(({ type }) => [type, 1]))
  const documents = documentsOf(did, member, withPartner, new Map([[partner, partnerDid]]))
  return [{ at: member.time, direction, types, characters: member.characters, documents }]
}

function bothWays(contacts: Contact[]): Record<'sent' | 'received', PairCounts> {
  const { sent = [], received = [] } = Object.groupBy(contacts, ({ direction }) => direction)
  return { sent: sumOf(sent), received: sumOf(received) }
}

function sumOf(contacts: Contact[]): PairCounts {
  const sum = { like: 0, repost: 0, reply: 0, quote: 0, post: 0, characters: 0, total: 0 }
  for (const { types, characters } of contacts) {
    for (const type of INTERACTION_TYPES) {
      sum[type] += types[type] ?? 0
      sum.total += types[type] ?? 0
    }
    sum.characters += characters
  }
  return sum
}

function isoOf(time: number): string | null {
  return Number.isFinite(time) ? new Date(time).toISOString() : null
}
