import { keys } from '@orrery/shared/keys'
import { recentMap } from '@orrery/shared/recent-map'
import type { Redis } from '@orrery/shared/redis'
import { MINUTE } from '@orrery/shared/step'
import { within } from './deadline.ts'

/** What a caller has left of a minute's quota; `refused` where nothing was left before this call. */
export type Standing = { limit: number; remaining: number; resetSeconds: number; refused: boolean }

/** Charges a caller for a call, and says what is left. */
export type TakeFromQuota = (caller: string, limit: number, cost: number) => Promise<Standing>

/** A Redis that takes longer than this to count is not waited for. */
const PATIENCE = 250
const CALLERS = 50_000
const KEPT_SECONDS = 120

/**
 * Counts what callers ask within each minute in Redis, for all processes together. While Redis cannot
 * count, each process goes on by itself. A call is answered as long as anything is left, so the last
 * one may cost more than that.
 */
export function openQuota(redis: Redis, clock: () => number = Date.now): TakeFromQuota {
  /** How much callers had taken when this process last heard of it. */
  const heard = recentMap<string, { minute: number; taken: number }>(CALLERS)

  function heardOf(caller: string, minute: number): number {
    const earlier = heard.get(caller)
    return earlier?.minute === minute ? earlier.taken : 0
  }

  async function count(caller: string, minute: number, cost: number): Promise<number> {
    const counting = within(PATIENCE, countInRedis(redis, caller, minute, cost))
    // A quota must not stop what can be answered.
    const together = await counting.catch(() => undefined)
    const before = heardOf(caller, minute)
    const taken = together ?? before + cost
    heard.set(caller, { minute, taken: Math.max(before, taken) })
    return taken
  }

  return async (caller, limit, cost) => {
    const now = clock()
    const minute = Math.floor(now / MINUTE)
    const resetSeconds = Math.ceil(((minute + 1) * MINUTE - now) / 1000)
    // Nothing more is counted of who has nothing left: a flood costs Redis nothing.
    if (heardOf(caller, minute) >= limit) {
      return { limit, remaining: 0, resetSeconds, refused: true }
    }
    const taken = await count(caller, minute, cost)
    const remaining = Math.max(0, limit - taken)
    return { limit, remaining, resetSeconds, refused: taken - cost >= limit }
  }
}

async function countInRedis(
  redis: Redis,
  caller: string,
  minute: number,
  cost: number,
): Promise<number> {
  const key = keys.quota(caller, minute)
  const [taken] = await Promise.all([redis.incrBy(key, cost), redis.expire(key, KEPT_SECONDS)])
  return taken
}
