import type { Redis } from '@orrery/shared/redis'

/** Brings all keys from the version before to `to`. May be run again after it was cut short. */
export type Migration = { to: number; run(redis: Redis, signal: AbortSignal): Promise<void> }

/**
 * One for each layout version after the oldest that is known (shared/layout.ts), in order. They change
 * the index; entries of streams that the indexer has not read keep their form.
 */
export const MIGRATIONS: Migration[] = []
