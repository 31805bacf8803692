import { type AccountStatus, openStatusBlocks, readHidden } from '@orrery/shared/account-status'
import { isOfAccount, readSent, shardOfAccount } from '@orrery/shared/codec'
import { pairsOf } from '@orrery/shared/hash-members'
import { type PastCount, type PastDirection, readHistory } from '@orrery/shared/history'
import { type InteractionType, interactionsOf, settleTypes } from '@orrery/shared/interaction'
import type { Span } from '@orrery/shared/members'
import { briefReader, type ReceivedBrief } from '@orrery/shared/received-brief'
import type { Store } from '@orrery/shared/store'
import { readAccountHashes } from './account-hashes.ts'
import type { BucketHashes } from './bucket-hashes.ts'
import { addCount, addRecord, type Tallies, type Tally } from './tallies.ts'
import { takeTurns } from './turns.ts'
import type { PastSpan } from './window.ts'

/** An account's partners in each direction, in no order, without hidden ones. */
export type AccountTallies = { sent: Tally[]; received: Tally[] }

export async function readTallies(
  store: Store,
  account: number,
  span: Span,
  past?: PastSpan,
): Promise<AccountTallies> {
  const tallies: Record<PastDirection, Tallies> = { sent: new Map(), received: new Map() }
  await countInteractions(store, { account, span, past }, (direction) => ({
    record: (partner, types, record) => addRecord(tallies[direction], partner, types, record),
    past: (count) => addCount(tallies[direction], count),
  }))
  const { sent, received } = tallies
  const hidden = await hiddenAmong(store, new Set([...sent.keys(), ...received.keys()]))
  const shown = (tallies: Tallies) =>
    Array.from(tallies.values()).filter(({ partner }) => !hidden.has(partner))
  return { sent: shown(sent), received: shown(received) }
}

/** Whose interactions: raw records of one span, history of another. */
export type Counted = { account: number; span: Span; past?: PastSpan | undefined }

/** Takes what is counted in one direction. */
export type Counter = {
  record: (
    partner: number,
    types: Iterable<InteractionType>,
    record: { characters: number; time: number },
  ) => void
  past: (count: PastCount) => void
}

/** Counts an account's interactions, those with hidden partners too, record by record. */
export async function countInteractions(
  store: Store,
  { account, span, past }: Counted,
  counterOf: (direction: PastDirection) => Counter,
): Promise<void> {
  const [hashes, history] = await Promise.all([
    readAccountHashes(store, account, span),
    past && readHistory(store, past.state, account, past.span),
  ])
  const [sent, received] = [counterOf('sent'), counterOf('received')]
  await Promise.all([
    countSent(hashes.sent, account, span, sent),
    countReceived(hashes.received, account, span, received),
  ])
  for (const count of history?.sent ?? []) sent.past(count)
  for (const count of history?.received ?? []) received.past(count)
}

async function countSent(
  found: AsyncIterable<BucketHashes[]>,
  account: number,
  { from, to }: Span,
  counter: Counter,
): Promise<void> {
  const turn = takeTurns()
  for await (const some of found) {
    for (const { bucket, hashes } of some) {
      const shard = shardOfAccount(bucket, account)
      for (const hash of hashes) {
        for (const [field, value] of pairsOf(hash)) {
          if (!isOfAccount(bucket, account, field, 0)) continue
          const member = readSent(bucket, shard, field, value)
          if (member.time < from || member.time >= to) continue
          const interactions = interactionsOf(account, member.collection, member.links)
          for (const [subject, made] of Map.groupBy(interactions, (each) => each.subject)) {
            const types = made.map(({ type }) => type)
            counter.record(subject, types, member)
          }
        }
      }
      await turn()
    }
  }
}

/** All links of a record lie in its bucket, so that each bucket is counted by itself. */
async function countReceived(
  found: AsyncIterable<BucketHashes[]>,
  account: number,
  { from, to }: Span,
  counter: Counter,
): Promise<void> {
  const turn = takeTurns()
  for await (const some of found) {
    for (const { bucket, hashes } of some) {
      const read = briefReader(bucket, account)
      const records = collectRecords()
      for (const hash of hashes) {
        for (const [field, value] of pairsOf(hash)) {
          const link = read(field, value)
          if (link === undefined || link.author === account) continue
          if (link.time >= from && link.time < to) records.add(link)
        }
        await turn()
      }
      records.count(counter)
    }
  }
}

/** Puts links together that the same record made. Most authors have one link in a bucket. */
function collectRecords() {
  const only = new Map<number, ReceivedBrief>()
  const several = new Map<number, ReceivedBrief[]>()

  return {
    add(link: ReceivedBrief): void {
      const { author } = link
      const first = only.get(author)
      if (first === undefined) only.set(author, link)
      else if (several.get(author)?.push(link) === undefined) several.set(author, [first, link])
    },
    count(counter: Counter): void {
      for (const [author, link] of only) {
        const links = several.get(author)
        if (links === undefined) counter.record(author, [link.type], link)
        else countLinks(counter, author, links)
      }
    },
  }
}

function countLinks(counter: Counter, author: number, links: ReceivedBrief[]): void {
  for (const [first, ...others] of Map.groupBy(links, ({ record }) => record).values()) {
    if (first === undefined) continue
    const types = settleTypes(new Set([first, ...others].map(({ type }) => type)))
    counter.record(author, types, first)
  }
}

/** From so many accounts on it is quicker to read what has become of all. */
const MANY_ACCOUNTS = 2000

/** Those of the accounts that are told of nowhere. */
export function hiddenAmong(
  store: Store,
  accounts: Set<number>,
): Promise<Map<number, AccountStatus>> {
  if (accounts.size < MANY_ACCOUNTS) return readHidden(store, accounts)
  return openStatusBlocks(store).hiddenAmong(accounts)
}
