import { type Bucket, touches } from '@orrery/shared/bucket'
import { BUSY_PARTS, isBusyAccount } from '@orrery/shared/busy-account'
import { accountPrefix, shardOfAccount } from '@orrery/shared/codec'
import type { HashKey } from '@orrery/shared/hash-members'
import { type PastDirection, sideOf } from '@orrery/shared/history'
import { keys } from '@orrery/shared/keys'
import type { Span } from '@orrery/shared/members'
import type { Store } from '@orrery/shared/store'
import { type BucketHashes, hashesByBucket } from './bucket-hashes.ts'
import { bucketRegistryOf } from './bucket-registry.ts'
import { emptyHashesOf } from './empty-hashes.ts'

/** The hashes that an account has in a span, in each direction, some buckets at a time. */
export type AccountHashes = {
  sent: AsyncIterable<BucketHashes[]>
  received: AsyncIterable<BucketHashes[]>
}

/**
 * Asks for the hashes in the same round trip as for what tells which they are, guessing that; where
 * the guess was wrong, because a bucket has begun or ended, one that held nothing of the account was
 * written to, or the account is busy, it asks again.
 */
export async function readAccountHashes(
  store: Store,
  account: number,
  span: Span,
): Promise<AccountHashes> {
  const registry = bucketRegistryOf(store)
  const empty = emptyHashesOf(store)
  const knowing = Promise.all([
    registry.read(),
    isBusyAccount(store.redis, account),
    empty.refresh(),
  ])
  const guess = registry.remembered
  const guessed = startReading(store, account, span, { all: guess, isBusy: false })
  const [all, isBusy, isStillEmpty] = await knowing
  const isRight = all === guess && !isBusy && isStillEmpty
  return isRight ? guessed : startReading(store, account, span, { all, isBusy })
}

function startReading(
  store: Store,
  account: number,
  { from, to }: Span,
  { all, isBusy }: { all: readonly Bucket[]; isBusy: boolean },
): AccountHashes {
  const buckets = all.filter((bucket) => touches(bucket, from, to))
  const empty = emptyHashesOf(store)

  function read(direction: PastDirection, hashesIn: (bucket: Bucket) => HashKey[]) {
    const side = sideOf(account, direction)
    const wanted = buckets.filter(({ number }) => !empty.has(number, side))
    return hashesByBucket(store, wanted, hashesIn, ({ number }) => empty.add(number, side))
  }

  return {
    sent: read('sent', sentHashes(account)),
    received: isBusy
      ? hashesByBucket(store, buckets, receivedHashes(account, true))
      : read('received', receivedHashes(account, false)),
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
