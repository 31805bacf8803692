import { keys } from './keys.ts'
import type { Layout } from './layout.ts'
import type { Redis } from './redis.ts'
import { HOUR } from './step.ts'

/** A span of the store that expires whole. `start` and `span` are milliseconds. */
export type Bucket = { number: number; start: number; span: number; shards: number }

export function spanOf(layout: Layout): number {
  return layout.bucketHours * HOUR
}

/** The number of the bucket that a time (milliseconds since the epoch) falls into. */
export function bucketNumberOf(layout: Layout, time: number): number {
  return Math.floor(time / spanOf(layout))
}

/** A registered bucket: its shards, and how far into it its first record came. */
export type BucketEntry = { number: number; shards: number; offset: number }

/** The buckets that exist, oldest first. */
export async function listBuckets(redis: Redis, layout: Layout): Promise<Bucket[]> {
  return bucketsIn(layout, await readRegistry(redis))
}

/** The existing buckets that a half-open span of time (milliseconds) touches, oldest first. */
export async function bucketsBetween(
  redis: Redis,
  layout: Layout,
  from: number,
  to: number,
): Promise<Bucket[]> {
  return (await listBuckets(redis, layout)).filter((bucket) => touches(bucket, from, to))
}

export function touches({ start, span }: Bucket, from: number, to: number): boolean {
  return start < to && start + span > from
}

export async function readEntries(redis: Redis): Promise<BucketEntry[]> {
  return entriesIn(await readRegistry(redis))
}

/** The registry as it is stored: number, entry, number, entry. */
export function readRegistry(redis: Redis): Promise<string[]> {
  return redis.sendCommand<string[]>(['HGETALL', keys.buckets])
}

/** The buckets of a registry, oldest first. */
export function bucketsIn(layout: Layout, registry: string[]): Bucket[] {
  return entriesIn(registry).map((entry) => bucketOf(layout, entry))
}

function entriesIn(registry: string[]): BucketEntry[] {
  const entries: BucketEntry[] = []
  for (let at = 0; at + 1 < registry.length; at += 2) {
    const [shards, offset] = (registry[at + 1] ?? '').split(':')
    entries.push({ number: Number(registry[at]), shards: Number(shards), offset: Number(offset) })
  }
  return entries.sort((a, b) => a.number - b.number)
}

export function bucketOf(layout: Layout, entry: BucketEntry): Bucket {
  const span = spanOf(layout)
  return { number: entry.number, start: entry.number * span, span, shards: entry.shards }
}

const SAMPLED_SHARDS = 256

/** About how many records a bucket holds, from a sample of its shards; exact where all are in it. */
export async function estimateRecords(
  redis: Redis,
  { number, shards }: Pick<Bucket, 'number' | 'shards'>,
  sample = SAMPLED_SHARDS,
): Promise<number> {
  const sampled = Math.min(sample, shards)
  const sizes = await Promise.all(
    Array.from({ length: sampled }, (_, index) =>
      redis.hLen(keys.sent(number, Math.floor((index * shards) / sampled))),
    ),
  )
  return (sizes.reduce((sum, size) => sum + size, 0) / sampled) * shards
}
