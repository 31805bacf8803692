import { readHidden } from '@orrery/shared/account-status'
import type { ReceivedMember } from '@orrery/shared/codec'
import {
  INTERACTION_TYPES,
  type InteractionType,
  interactionsOf,
  settleTypes,
  typeOfLink,
} from '@orrery/shared/interaction'
import { receivedOf, type Span, sentOf } from '@orrery/shared/members'
import type { Store } from '@orrery/shared/store'

export type TypeCounts = Record<InteractionType, number>

/**
 * What passed between an account and one partner. `characters` is the length of the posts among it,
 * each counted once, in graphemes; `total` counts interactions; `last` is the time of the latest.
 */
export type Row = TypeCounts & { did: string; characters: number; total: number; last: string }

export type Direction = 'both' | 'sent' | 'received'
export type Partners = Record<Direction, Row[]>

/**
 * The partners of an account in each direction, by total, then by last, then by DID. Accounts that
 * are hidden are left out. Nothing at all for a DID that the store has never met.
 */
export async function partnersOf(store: Store, did: string, span: Span): Promise<Partners> {
  const account = (await store.accounts.find([did])).get(did)
  if (account === undefined) return { sent: [], received: [], both: [] }
  const [sent, received] = await Promise.all([
    sentTallies(store, account, span),
    receivedTallies(store, account, span),
  ])
  const partners = new Set([...sent.keys(), ...received.keys()])
  const [hidden, dids] = await Promise.all([
    readHidden(store, partners),
    store.accounts.didsOf(partners),
  ])
  const rowsOf = (tallies: Tallies) =>
    Array.from(tallies).flatMap(([partner, tally]) => {
      const partnerDid = dids.get(partner)
      return hidden.has(partner) || partnerDid === undefined ? [] : rowOf(partnerDid, tally)
    })
  return {
    sent: rowsOf(sent).sort(byStrength),
    received: rowsOf(received).sort(byStrength),
    both: rowsOf(merge(sent, received)).sort(byStrength),
  }
}

type Tally = TypeCounts & { characters: number; last: number }
type Tallies = Map<number, Tally>

async function sentTallies(store: Store, account: number, span: Span): Promise<Tallies> {
  const tallies: Tallies = new Map()
  for (const member of await sentOf(store, account, span)) {
    const interactions = interactionsOf(account, member.collection, member.links)
    const bySubject = Map.groupBy(interactions, ({ subject }) => subject)
    for (const [subject, made] of bySubject) {
      count(
        tallies,
        subject,
        made.map(({ type }) => type),
        member,
      )
    }
  }
  return tallies
}

async function receivedTallies(store: Store, account: number, span: Span): Promise<Tallies> {
  const tallies: Tallies = new Map()
  const links = await receivedOf(store, account, span)
  const byRecord = Map.groupBy(links, ({ author, collection, rkey }) => {
    return `${author}/${collection}/${rkey}`
  })
  for (const [link, ...others] of byRecord.values()) {
    if (link === undefined || link.author === account) continue
    const types = settleTypes(new Set([link, ...others].flatMap(typesOf)))
    if (types.size > 0) count(tallies, link.author, types, link)
  }
  return tallies
}

function typesOf({ collection, path, shape }: ReceivedMember): InteractionType[] {
  const type = typeOfLink(collection, path, shape)
  return type ? [type] : []
}

/** One record's interactions with one partner; its characters count once. */
function count(
  tallies: Tallies,
  partner: number,
  types: Iterable<InteractionType>,
  { characters, time }: { characters: number; time: number },
): void {
  const tally = tallies.get(partner) ?? emptyTally()
  for (const type of types) tally[type]++
  tally.characters += characters
  tally.last = Math.max(tally.last, time)
  tallies.set(partner, tally)
}

function emptyTally(): Tally {
  return { like: 0, repost: 0, reply: 0, quote: 0, post: 0, characters: 0, last: 0 }
}

function merge(sent: Tallies, received: Tallies): Tallies {
  const merged: Tallies = new Map()
  for (const [partner, tally] of [...sent, ...received]) {
    const sum = merged.get(partner) ?? emptyTally()
    for (const type of INTERACTION_TYPES) sum[type] += tally[type]
    sum.characters += tally.characters
    sum.last = Math.max(sum.last, tally.last)
    merged.set(partner, sum)
  }
  return merged
}

function rowOf(did: string, { last, characters, ...counts }: Tally): Row {
  const total = INTERACTION_TYPES.reduce((sum, type) => sum + counts[type], 0)
  return { did, ...counts, characters, total, last: new Date(last).toISOString() }
}

function byStrength(a: Row, b: Row): number {
  return b.total - a.total || compare(b.last, a.last) || compare(a.did, b.did)
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
