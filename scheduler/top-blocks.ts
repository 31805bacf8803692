import { openStatusBlocks, type StatusBlocks } from '@orrery/shared/account-status'
import { bucketsBetween } from '@orrery/shared/bucket'
import { createWriter, readerOf } from '@orrery/shared/bytes'
import { keys } from '@orrery/shared/keys'
import type { Span } from '@orrery/shared/members'
import { DAY, HOUR } from '@orrery/shared/step'
import { keptSince, type Store } from '@orrery/shared/store'
import { readSentShard } from './top-raw.ts'

/** How many blocks an account made and got. */
export type Blocks = { made: number; got: number }
export type BlocksByAccount = Map<number, Blocks>

/** Blocks of an hour are kept in so many parts, by account, so that a day's are never read at once. */
export const BLOCK_PARTS = 64
const SHARDS_AT_ONCE = 64
/** How many hours after its end an hour is counted again, for what came late or was taken back. */
const RECOUNTED = [1, 4, 12]
const KEPT = DAY + HOUR

/**
 * Counts the blocks of the complete hours of a day that ends with an hour, where they were not counted
 * yet, and those of some hours once more. Who blocked whom is not kept. Repeat-safe.
 */
export async function countBlocks(store: Store, end: number, now: number, signal: AbortSignal) {
  const { redis } = store
  const known = Object.keys(await redis.hGetAll(keys.top))
    .map(Number)
    .filter(Number.isInteger)
  const first = Math.max(end - DAY, Math.ceil(keptSince(store, now) / HOUR) * HOUR)
  const missing = hoursBetween(first, end).filter((hour) => !known.includes(hour))
  const again = missing.includes(end - HOUR) ? RECOUNTED.map((age) => end - (age + 1) * HOUR) : []
  for (const hour of new Set([...missing, ...again.filter((each) => each >= first)])) {
    const blocks = await readBlocks(store, { from: hour, to: hour + HOUR }, signal)
    await writeHour(store, hour, blocks, now)
    await redis.hSet(keys.top, String(hour), String(now))
  }
  const past = known.filter((hour) => hour + HOUR + KEPT <= now).map(String)
  if (past.length > 0) await redis.hDel(keys.top, past)
}

/** Blocks of a span among accounts that are not hidden, from the records themselves. */
export async function readBlocks(
  store: Store,
  { from, to }: Span,
  signal: AbortSignal,
): Promise<BlocksByAccount> {
  const blocks: BlocksByAccount = new Map()
  const statuses = openStatusBlocks(store)
  for (const bucket of await bucketsBetween(store.redis, store.layout, from, to)) {
    for (let shard = 0; shard < bucket.shards; shard += SHARDS_AT_ONCE) {
      signal.throwIfAborted()
      const count = Math.min(SHARDS_AT_ONCE, bucket.shards - shard)
      const found: Block[] = []
      const visitor = {
        block(author: number, subject: number, time: number) {
          if (time >= from && time < to) found.push({ author, subject })
        },
      }
      await Promise.all(
        Array.from({ length: count }, (_, index) =>
          readSentShard(store, bucket, shard + index, visitor),
        ),
      )
      await addVisible(blocks, found, statuses)
    }
  }
  return blocks
}

type Block = { author: number; subject: number }

/** Adds blocks between accounts that are not hidden. */
export async function addVisible(
  blocks: BlocksByAccount,
  found: Block[],
  statuses: StatusBlocks,
): Promise<void> {
  const hidden = await statuses.hiddenAmong(
    new Set(found.flatMap(({ author, subject }) => [author, subject])),
  )
  for (const { author, subject } of found) {
    if (hidden.has(author) || hidden.has(subject)) continue
    addBlocks(blocks, author, { made: 1, got: 0 })
    addBlocks(blocks, subject, { made: 0, got: 1 })
  }
}

export function addBlocks(blocks: BlocksByAccount, account: number, { made, got }: Blocks): void {
  const sum = blocks.get(account) ?? { made: 0, got: 0 }
  sum.made += made
  sum.got += got
  blocks.set(account, sum)
}

/** What the hours of a span have for the accounts of one part; hours nobody counted have none. */
export async function readCountedBlocks(
  { bytes }: Store,
  { from, to }: Span,
  part: number,
): Promise<BlocksByAccount> {
  const hours = hoursBetween(from, to).map((hour) => keys.blockCounts(hour / HOUR, part))
  const packed = await Promise.all(hours.map((key) => bytes.get(key)))
  const blocks: BlocksByAccount = new Map()
  for (const each of packed) {
    const reader = readerOf(each ?? Buffer.alloc(0))
    for (let account = 0; !reader.ended; ) {
      account += reader.varint()
      addBlocks(blocks, account, { made: reader.varint(), got: reader.varint() })
    }
  }
  return blocks
}

const writer = createWriter()

async function writeHour(
  { redis }: Store,
  hour: number,
  blocks: BlocksByAccount,
  now: number,
): Promise<void> {
  const parts = Map.groupBy(blocks, ([account]) => account % BLOCK_PARTS)
  const seconds = Math.ceil((hour + HOUR + KEPT - now) / 1000)
  await Promise.all(
    Array.from({ length: BLOCK_PARTS }, (_, part) => {
      const key = keys.blockCounts(hour / HOUR, part)
      let before = 0
      for (const [account, { made, got }] of (parts.get(part) ?? []).sort(([a], [b]) => a - b)) {
        writer
          .varint(account - before)
          .varint(made)
          .varint(got)
        before = account
      }
      const packed = writer.take()
      if (packed.length === 0) return redis.del(key)
      return redis.set(key, packed, { expiration: { type: 'EX', value: seconds } })
    }),
  )
}

function hoursBetween(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, Math.ceil((to - from) / HOUR)) }, (_, index) => {
    return from + index * HOUR
  })
}
