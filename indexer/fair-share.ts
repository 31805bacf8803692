import { keys } from '@orrery/shared/keys'
import type { Redis } from '@orrery/shared/redis'

const BEAT = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZADD', KEYS[1], now, ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - ARGV[2])
return redis.call('ZRANGE', KEYS[1], 0, -1)`

/**
 * Says that this indexer is alive.
 * @param milliseconds after which one that says nothing counts as gone
 * @returns the names of all that are alive, by the clock of Redis
 */
export async function beat(redis: Redis, name: string, milliseconds: number): Promise<string[]> {
  const call = { keys: [keys.indexers], arguments: [name, String(milliseconds)] }
  return (await redis.eval(BEAT, call)) as string[]
}

/** Says that this indexer is gone. */
export async function leave(redis: Redis, name: string): Promise<void> {
  await redis.zRem(keys.indexers, name)
}

/** How many partitions the named indexer should hold: the shares differ by one and make the whole. */
export function shareOf(name: string, alive: string[], partitions: number): number {
  const rank = alive.toSorted().indexOf(name)
  const share = Math.floor(partitions / alive.length)
  return rank < partitions % alive.length ? share + 1 : share
}
