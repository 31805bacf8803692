import { openStatusBlocks, readHidden } from '@orrery/shared/account-status'
import { touches } from '@orrery/shared/bucket'
import { isBusyAccount } from '@orrery/shared/busy-account'
import {
  isOfAccount,
  type ReceivedMember,
  readReceived,
  shardOfAccount,
} from '@orrery/shared/codec'
import { pairsOf } from '@orrery/shared/hash-members'
import type { Source } from '@orrery/shared/known-sources'
import type { Span } from '@orrery/shared/members'
import type { Store } from '@orrery/shared/store'
import { receivedHashes } from './account-hashes.ts'
import { type BucketHashes, hashesByBucket } from './bucket-hashes.ts'
import { nameOf } from './bucket-pages.ts'
import { bucketRegistryOf } from './bucket-registry.ts'
import { takeTurns } from './turns.ts'

/** The links to an account from one source; `last` is the time of the latest in milliseconds. */
export type ReceivedSource = Source & { links: number; authors: number; last: number }

/** Where the links to an account and its records come from, the most first; no hidden accounts'. */
export async function readReceivedSources(
  store: Store,
  account: number,
  { from, to }: Span,
): Promise<ReceivedSource[]> {
  const [buckets, isBusy] = await Promise.all([
    bucketRegistryOf(store).read(),
    isBusyAccount(store.redis, account),
  ])
  const touched = buckets.filter((bucket) => touches(bucket, from, to))
  const hiddenAmong = isBusy
    ? openStatusBlocks(store).hiddenAmong
    : (authors: Iterable<number>) => readHidden(store, authors)
  const sources = openTally()
  const turn = takeTurns()

  for await (const some of hashesByBucket(store, touched, receivedHashes(account, isBusy))) {
    for (const each of some) {
      const links = await linksIn(each, account, turn)
      const hidden = await hiddenAmong(new Set(links.map(({ author }) => author)))
      for (const link of links) {
        if (link.time < from || link.time >= to || hidden.has(link.author)) continue
        sources.add(link)
        await turn()
      }
    }
  }
  return sources.all().sort((a, b) => b.links - a.links || compareNames(a, b))
}

/** A link may lie in two of the keys while it moves from one to the other. */
async function linksIn(
  { bucket, hashes }: BucketHashes,
  account: number,
  turn: () => Promise<void> | undefined,
): Promise<ReceivedMember[]> {
  const shard = shardOfAccount(bucket, account)
  const links: ReceivedMember[] = []
  const names = new Set<string>()
  for (const hash of hashes) {
    for (const [field, value] of pairsOf(hash)) {
      if (!isOfAccount(bucket, account, field, 1)) continue
      const isFirst = hashes.length === 1 || names.size < names.add(nameOf(field)).size
      if (isFirst) links.push(readReceived(bucket, shard, field, value))
    }
    await turn()
  }
  return links
}

type Tally = Source & { links: number; authors: Set<number>; last: number }

function openTally() {
  const collections = new Map<string, Map<string, Tally>>()

  function tallyOf({ collection, path }: Source): Tally {
    const paths = collections.get(collection) ?? new Map<string, Tally>()
    const tally = paths.get(path) ?? { collection, path, links: 0, authors: new Set(), last: 0 }
    collections.set(collection, paths.set(path, tally))
    return tally
  }

  return {
    add(link: ReceivedMember): void {
      const tally = tallyOf(link)
      tally.links++
      tally.authors.add(link.author)
      tally.last = Math.max(tally.last, link.time)
    },
    all: (): ReceivedSource[] =>
      Array.from(collections.values(), (paths) => [...paths.values()])
        .flat()
        .map(({ authors, ...tally }) => ({ ...tally, authors: authors.size })),
  }
}

function compareNames(a: Source, b: Source): number {
  const [one, other] = [`${a.collection}:${a.path}`, `${b.collection}:${b.path}`]
  return one < other ? -1 : one > other ? 1 : 0
}
