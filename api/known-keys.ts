import { recentMap } from '@orrery/shared/recent-map'
import type { Redis } from '@orrery/shared/redis'
import { within } from './deadline.ts'
import { type ApiKey, findKey, isKeyText } from './keys.ts'

/**
 * Gives the key that a text is, undefined where it is none, 'unsure' where Redis cannot be asked and it
 * was not asked for lately.
 */
export type ReadKey = (text: string) => Promise<ApiKey | undefined | 'unsure'>

/** So long after a key was revoked it may still be taken for one. */
const KEPT = 5000
/** A Redis that takes longer than this to say is not waited for. */
const PATIENCE = 1000
const REMEMBERED = 10_000

/** Remembers for some seconds what was found. */
export function openKeys(redis: Redis, clock: () => number = Date.now): ReadKey {
  const known = recentMap<string, { key: ApiKey | undefined; at: number }>(REMEMBERED)

  return async (text) => {
    if (!isKeyText(text)) return undefined
    const earlier = known.get(text)
    if (earlier && clock() - earlier.at < KEPT) return earlier.key
    try {
      const key = await within(PATIENCE, findKey(redis, text))
      known.set(text, { key, at: clock() })
      return key
    } catch {
      // Keys must not stop what can be answered without Redis.
      return earlier ? earlier.key : 'unsure'
    }
  }
}
