import { type AccountNumbers, openAccountNumbers } from './account-numbers.ts'
import type { Layout } from './layout.ts'
import { type BinaryRedis, bytesOf, type Redis } from './redis.ts'
import { HOUR } from './step.ts'

/** What reading and writing the store needs at hand. */
export type Store = {
  redis: Redis
  bytes: BinaryRedis
  layout: Layout
  accounts: AccountNumbers
  /** Milliseconds for which links are kept; Infinity where they are kept for ever. */
  retention: number
}

/** @param retentionHours 0 keeps links for ever */
export function openStore(redis: Redis, layout: Layout, retentionHours: number): Store {
  const bytes = bytesOf(redis)
  return {
    redis,
    bytes,
    layout,
    accounts: openAccountNumbers(bytes),
    retention: retentionHours === 0 ? Number.POSITIVE_INFINITY : retentionHours * HOUR,
  }
}

/** The earliest time (milliseconds) of which the store still holds links. */
export function keptSince(store: Store, now: number): number {
  return Math.max(0, now - store.retention)
}

/**
 * When a key that spans up to `end` (milliseconds) expires, in seconds since the epoch; undefined
 * where it never does.
 */
export function expiryOf(store: Store, end: number): number | undefined {
  if (store.retention === Number.POSITIVE_INFINITY) return undefined
  return Math.ceil((end + store.retention + HOUR) / 1000)
}
