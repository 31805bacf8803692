import { keys } from './keys.ts'
import type { Redis } from './redis.ts'

/** Something that could not be read: who found it, why, and the beginning of what it was. */
export type DeadLetter = { source: string; reason: string; data: string }

const MOST = 10_000
const DATA_CHARACTERS = 65_536

/** Puts away what cannot be read, for people to look at; the newest ten thousand are kept. */
export async function putAway(redis: Redis, { source, reason, data }: DeadLetter): Promise<void> {
  const at = new Date().toISOString()
  await redis.xAdd(
    keys.deadLetters,
    '*',
    { source, at, reason, data: data.slice(0, DATA_CHARACTERS) },
    { TRIM: { strategy: 'MAXLEN', strategyModifier: '~', threshold: MOST } },
  )
}
