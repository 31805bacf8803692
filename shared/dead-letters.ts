import { keys } from './keys.ts'
import type { Redis } from './redis.ts'

/** Something that could not be read: who found it, why, and the beginning of what it was. */
export type DeadLetter = { source: string; reason: string; data: string }

/** How many are kept, the newest. */
export const DEAD_LETTERS_KEPT = 10_000

const KEPT_CHARACTERS = 65_536
const TRIM = { strategy: 'MAXLEN', strategyModifier: '~', threshold: DEAD_LETTERS_KEPT } as const

/**
 * Puts away what cannot be read, for a person to look at.
 * @param now milliseconds since the epoch
 */
export async function putAway(
  redis: Redis,
  { source, reason, data }: DeadLetter,
  now: number,
): Promise<void> {
  const at = new Date(now).toISOString()
  const letter = { source, at, reason, data: data.slice(0, KEPT_CHARACTERS) }
  await redis.xAdd(keys.deadLetters, '*', letter, { TRIM })
}
