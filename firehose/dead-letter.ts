import { keys } from '@orrery/shared/keys'
import type { Redis } from '@orrery/shared/redis'

const KEPT_LETTERS = 10_000
const KEPT_CHARACTERS = 65_536
const TRIM = { strategy: 'MAXLEN', strategyModifier: '~', threshold: KEPT_LETTERS } as const

/** Keeps what cannot be delivered, with the reason, for a person to look at. */
export function writeDeadLetter(redis: Redis, frame: string, reason: string, now: number) {
  const letter = {
    source: 'firehose',
    at: new Date(now).toISOString(),
    reason,
    data: frame.slice(0, KEPT_CHARACTERS),
  }
  return redis.xAdd(keys.deadLetters, '*', letter, { TRIM })
}
