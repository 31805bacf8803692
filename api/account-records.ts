import { touches } from '@orrery/shared/bucket'
import { isOfAccount, readSent, type SentMember, shardOfAccount } from '@orrery/shared/codec'
import { pairsOf } from '@orrery/shared/hash-members'
import type { Span } from '@orrery/shared/members'
import type { Store } from '@orrery/shared/store'
import { sentHashes } from './account-hashes.ts'
import { hashesByBucket } from './bucket-hashes.ts'
import {
  bucketsOfPage,
  type ItemReader,
  nameOf,
  type PageRequest,
  type Place,
  readPage,
} from './bucket-pages.ts'
import { bucketRegistryOf } from './bucket-registry.ts'
import { takeTurns } from './turns.ts'

/** The records of an account, in one collection where that is named. */
export type AccountRecords = { account: number; collection: string | undefined; span: Span }

export type PlacedRecord = SentMember & Place

export async function pageOfRecords(
  store: Store,
  { account, collection, span }: AccountRecords,
  request: PageRequest,
): Promise<PlacedRecord[]> {
  const buckets = bucketsOfPage(await bucketRegistryOf(store).read(), span, request)
  const reader: ItemReader<PlacedRecord> = {
    read(bucket, field, value) {
      if (!isOfAccount(bucket, account, field, 0)) return undefined
      const member = readSent(bucket, shardOfAccount(bucket, account), field, value)
      const isWanted = collection === undefined || member.collection === collection
      return isWanted ? { ...member, name: nameOf(field) } : undefined
    },
    shown: async (items) => items,
  }
  return readPage(hashesByBucket(store, buckets, sentHashes(account)), span, request, reader)
}

export async function countRecords(
  store: Store,
  { account, collection, span: { from, to } }: AccountRecords,
): Promise<number> {
  const turn = takeTurns()
  const buckets = await bucketRegistryOf(store).read()
  const touched = buckets.filter((bucket) => touches(bucket, from, to))
  let count = 0
  for await (const some of hashesByBucket(store, touched, sentHashes(account))) {
    for (const { bucket, hashes } of some) {
      const isWhole = bucket.start >= from && bucket.start + bucket.span <= to
      for (const [field, value] of hashes.flatMap((hash) => [...pairsOf(hash)])) {
        if (!isOfAccount(bucket, account, field, 0)) continue
        if (!isWhole || collection !== undefined) {
          const member = readSent(bucket, shardOfAccount(bucket, account), field, value)
          if (member.time < from || member.time >= to) continue
          if (collection !== undefined && member.collection !== collection) continue
        }
        count++
      }
      await turn()
    }
  }
  return count
}
