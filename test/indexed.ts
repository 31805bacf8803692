import { keys } from '@orrery/shared/keys'
import type { Redis } from '@orrery/shared/redis'

export const PARTITIONS = 4

/** The time up to which every partition's stream holds the feed, in microseconds; 0 for none. */
export async function oldestCursor(redis: Redis, feed: string): Promise<number> {
  const cursors = await Promise.all(
    Array.from({ length: PARTITIONS }, (_, partition) => redis.get(keys.cursor(partition, feed))),
  )
  return Math.min(...cursors.map((cursor) => Number(cursor ?? 0)))
}

/** Every partition holds the last event, and nothing waits in it to be applied. */
export async function isIndexed(redis: Redis, feed: string, lastTime: number): Promise<boolean> {
  if ((await oldestCursor(redis, feed)) < lastTime) return false
  for (let partition = 0; partition < PARTITIONS; partition++) {
    const key = keys.events(partition)
    const [group] = await redis.xInfoGroups(key).catch(() => [])
    if (!group || group.pending > 0) return false
    const after = await redis.xRange(key, `(${group['last-delivered-id']}`, '+', { COUNT: 1 })
    if (after === null || after.length > 0) return false
  }
  return true
}
