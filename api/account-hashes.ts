import { type Bucket, touches } from '@orrery/shared/bucket'
import { BUSY_PARTS, isBusyAccount } from '@orrery/shared/busy-account'
import { accountPrefix, shardOfAccount } from '@orrery/shared/codec'
import type { HashKey } from '@orrery/shared/hash-members'
import { keys } from '@orrery/shared/keys'
import type { Span } from '@orrery/shared/members'
import type { Store } from '@orrery/shared/store'
import { type BucketHashes, hashesByBucket } from './bucket-hashes.ts'
import { bucketRegistryOf } from './bucket-registry.ts'

/** The hashes that an account has in a span, in each direction, some buckets at a time. */
export type AccountHashes = {
  sent: AsyncIterable<BucketHashes[]>
  received: AsyncIterable<BucketHashes[]>
}

/**
 * Asks for the hashes in the same round trip as for what tells which they are, guessing that; where
 * the guess was wrong, because a bucket has begun or ended or the account is busy, it asks again.
 */
export async function readAccountHashes(
  store: Store,
  account: number,
  span: Span,
): Promise<AccountHashes> {
  const registry = bucketRegistryOf(store)
  const knowing = Promise.all([registry.read(), isBusyAccount(store.redis, account)])
  const guess = registry.remembered
  const guessed = startReading(store, account, span, { all: guess, isBusy: false })
  const [all, isBusy] = await knowing
  return all === guess && !isBusy ? guessed : startReading(store, account, span, { all, isBusy })
}

function startReading(
  store: Store,
  account: number,
  { from, to }: Span,
  { all, isBusy }: { all: readonly Bucket[]; isBusy: boolean },
): AccountHashes {
  const buckets = all.filter((bucket) => touches(bucket, from, to))
  return {
    sent: hashesByBucket(store, buckets, sentHashes(account)),
    received: hashesByBucket(store, buckets, receivedHashes(account, isBusy)),
  }
}

/** What to read for the records of an account. */
export function sentHashes(account: number): (bucket: Bucket) => HashKey[] {
  return (bucket) => [
    {
      key: keys.sent(bucket.number, shardOfAccount(bucket, account)),
      prefix: accountPrefix(bucket, account, 0),
    },
  ]
}

/** What to read for the links to an account. */
export function receivedHashes(account: number, isBusy: boolean): (bucket: Bucket) => HashKey[] {
  const parts = Array.from({ length: isBusy ? BUSY_PARTS : 0 }, (_, part) => part)
  return (bucket) => [
    {
      key: keys.received(bucket.number, shardOfAccount(bucket, account)),
      prefix: accountPrefix(bucket, account, 1),
    },
    ...parts.map((part) => ({ key: keys.receivedPart(bucket.number, account, part) })),
  ]
}
