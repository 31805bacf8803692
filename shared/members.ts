import { type Bucket, bucketsBetween } from './bucket.ts'
import { isBusyAccount } from './busy-account.ts'
import {
  accountPrefix,
  isOfAccount,
  isOfTarget,
  partOfTarget,
  type ReceivedMember,
  readReceived,
  readSent,
  type SentMember,
  shardOfAccount,
  shardOfTarget,
  targetPrefix,
} from './codec.ts'
import { type HashKey, pairsOf, readFlat } from './hash-members.ts'
import type { LinkTarget } from './interaction.ts'
import { keys } from './keys.ts'
import type { BinaryRedis } from './redis.ts'
import type { Store } from './store.ts'

/** A half-open span of time in milliseconds since the epoch. */
export type Span = { from: number; to: number }

/** The records of an account, with their links, whose time lies in the span; in no order. */
export function sentOf(store: Store, account: number, span: Span): Promise<SentMember[]> {
  return membersOf(store, span, (bucket) => {
    const shard = shardOfAccount(bucket, account)
    return {
      hashes: [{ key: keys.sent(bucket.number, shard), prefix: accountPrefix(bucket, account, 0) }],
      read: (field, value) =>
        isOfAccount(bucket, account, field, 0) ? readSent(bucket, shard, field, value) : undefined,
    }
  })
}

/**
 * The links to one target whose time lies in the span; in no order. A text target is told from the
 * others of its shard by 46 bits of its hash.
 */
export async function linksTo(
  store: Store,
  target: LinkTarget<number>,
  span: Span,
): Promise<ReceivedMember[]> {
  const isSplit = target.kind !== 'text' && (await isBusyAccount(store.redis, target.account))
  return membersOf(store, span, (bucket) => {
    const shard = shardOfTarget(bucket, target)
    const shared = {
      key: keys.received(bucket.number, shard),
      prefix: targetPrefix(bucket, target),
    }
    return {
      hashes: isSplit
        ? [
            shared,
            {
              key: keys.receivedPart(bucket.number, target.account, partOfTarget(target)),
              prefix: shared.prefix,
            },
          ]
        : [shared],
      read: (field, value) =>
        isOfTarget(bucket, target, field) ? readReceived(bucket, shard, field, value) : undefined,
    }
  })
}

/** Every record of one bucket, a shard's worth at a time. */
export async function* scanSent(store: Store, bucket: Bucket): AsyncGenerator<SentMember[]> {
  for (let shard = 0; shard < bucket.shards; shard += SCAN_SHARDS) {
    const count = Math.min(SCAN_SHARDS, bucket.shards - shard)
    const shards = Array.from({ length: count }, (_, index) => shard + index)
    const found = await Promise.all(
      shards.map(async (each) => {
        const members = await readHash(store.bytes, keys.sent(bucket.number, each))
        return members.map(([field, value]) => readSent(bucket, each, field, value))
      }),
    )
    yield found.flat()
  }
}

const SCAN_SHARDS = 64

type Member = { time: number }
type Place<Found> = {
  hashes: HashKey[]
  read: (field: Buffer, value: Buffer) => Found | undefined
}

/** A hash or more of each bucket in one round trip, read and kept to the exact span. */
async function membersOf<Found extends Member>(
  store: Store,
  { from, to }: Span,
  placeIn: (bucket: Bucket) => Place<Found>,
): Promise<Found[]> {
  const buckets = await bucketsBetween(store.redis, store.layout, from, to)
  const found = await Promise.all(
    buckets.map(async (bucket) => {
      const place = placeIn(bucket)
      const hashes = await Promise.all(place.hashes.map((hash) => readFlat(store.bytes, hash)))
      return onceEach(hashes.map((flat) => Array.from(pairsOf(flat)))).flatMap(
        ([field, value]) => place.read(field, value) ?? [],
      )
    }),
  )
  return found.flat().filter(({ time }) => time >= from && time < to)
}

/** A link may lie in two of the keys while it moves from one to the other. */
function onceEach([first = [], ...others]: [Buffer, Buffer][][]): [Buffer, Buffer][] {
  if (others.length === 0) return first
  const members = new Map<string, [Buffer, Buffer]>()
  for (const member of [first, ...others].flat()) members.set(member[0].toString('latin1'), member)
  return Array.from(members.values())
}

/** A hash as pairs of bytes. */
export async function readHash(redis: BinaryRedis, key: string): Promise<[Buffer, Buffer][]> {
  return Array.from(pairsOf(await readFlat(redis, { key })))
}
