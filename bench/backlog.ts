import { keys } from '@orrery/shared/keys'
import type { Redis } from '@orrery/shared/redis'

const GROUP = 'indexer'

/** Whether all partitions hold what the feed sent up to a time, and all of that is acknowledged. */
export async function isIndexed(
  redis: Redis,
  { partitions, feed, timeUs }: { partitions: number; feed: string; timeUs: number },
): Promise<boolean> {
  const each = await Promise.all(
    Array.from({ length: partitions }, async (_, partition) => {
      const cursor = await redis.get(keys.cursor(partition, feed))
      return Number(cursor ?? 0) >= timeUs && (await isAcknowledged(redis, partition))
    }),
  )
  return each.every((done) => done)
}

async function isAcknowledged(redis: Redis, partition: number): Promise<boolean> {
  const key = keys.events(partition)
  const [stream, groups] = await Promise.all([redis.xInfoStream(key), redis.xInfoGroups(key)])
  const group = groups.find(({ name }) => name === GROUP)
  return group?.pending === 0 && group['last-delivered-id'] === stream['last-generated-id']
}

/** How many entries of all partitions the indexer was given so far. */
export async function entriesRead(redis: Redis, partitions: number): Promise<number> {
  const read = await Promise.all(
    Array.from({ length: partitions }, async (_, partition) => {
      const groups = await redis.xInfoGroups(keys.events(partition)).catch(() => [])
      return Number(groups.find(({ name }) => name === GROUP)?.['entries-read'] ?? 0)
    }),
  )
  return read.reduce((sum, entries) => sum + entries, 0)
}
