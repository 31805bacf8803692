import { type AccountStatus, openStatusBlocks, readHidden } from '@orrery/shared/account-status'
import { isOfAccount, readSent, shardOfAccount } from '@orrery/shared/codec'
import { pairsOf } from '@orrery/shared/hash-members'
import { readHistory } from '@orrery/shared/history'
import { interactionsOf, settleTypes } from '@orrery/shared/interaction'
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
  const [hashes, history] = await Promise.all([
    readAccountHashes(store, account, span),
    past && readHistory(store, past.state, account, past.span),
  ])
  const [sent, received] = await Promise.all([
    countSent(hashes.sent, account, span),
    countReceived(hashes.received, account, span),
  ])
  for (const count of history?.sent ?? []) addCount(sent, count)
  for (const count of history?.received ?? []) addCount(received, count)
  const hidden = await hiddenAmong(store, new Set([...sent.keys(), ...received.keys()]))
  const shown = (tallies: Tallies) =>
    Array.from(tallies.values()).filter(({ partner }) => !hidden.has(partner))
  return { sent: shown(sent), received: shown(received) }
}

async function countSent(
  found: AsyncIterable<BucketHashes[]>,
  account: number,
  { from, to }: Span,
): Promise<Tallies> {
  const tallies: Tallies = new Map()
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
            addRecord(tallies, subject, types, member)
          }
        }
      }
      await turn()
    }
  }
  return tallies
}

/** All links of a record lie in its bucket, so that each bucket is counted by itself. */
async function countReceived(
  found: AsyncIterable<BucketHashes[]>,
  account: number,
  { from, to }: Span,
): Promise<Tallies> {
  const tallies: Tallies = new Map()
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
      records.tally(tallies)
    }
  }
  return tallies
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
    tally(tallies: Tallies): void {
      for (const [author, link] of only) {
        const links = several.get(author)
        if (links === undefined) addRecord(tallies, author, [link.type], link)
        else addLinks(tallies, author, links)
      }
    },
  }
}

function addLinks(tallies: Tallies, author: number, links: ReceivedBrief[]): void {
  for (const [first, ...others] of Map.groupBy(links, ({ record }) => record).values()) {
    if (first === undefined) continue
    const types = settleTypes(new Set([first, ...others].map(({ type }) => type)))
    addRecord(tallies, author, types, first)
  }
}

/** From so many accounts on it is quicker to read what has become of all. */
const MANY_ACCOUNTS = 2000

function hiddenAmong(store: Store, accounts: Set<number>): Promise<Map<number, AccountStatus>> {
  if (accounts.size < MANY_ACCOUNTS) return readHidden(store, accounts)
  return openStatusBlocks(store).hiddenAmong(accounts)
}
