import { ErrorReply } from 'redis'
import { keys } from './keys.ts'
import type { Redis } from './redis.ts'

const GROUP = 'indexer'

/** How many entries (batches of events) of each partition the indexer has not acknowledged. */
export function backlogsOf(redis: Redis, partitions: number): Promise<number[]> {
  return Promise.all(
    Array.from({ length: partitions }, (_, partition) => backlogIn(redis, keys.events(partition))),
  )
}

/**
 * Redis gives no lag after entries were deleted ahead of the group; then, and without the group, the
 * whole stream counts, since what is done is trimmed away every few seconds.
 */
async function backlogIn(redis: Redis, stream: string): Promise<number> {
  const [length, groups] = await Promise.all([
    redis.xLen(stream),
    redis.xInfoGroups(stream).catch(noneWithoutStream),
  ])
  const group = groups.find(({ name }) => name === GROUP)
  const lag: number | null | undefined = group?.lag
  return typeof lag === 'number' ? lag + (group?.pending ?? 0) : length
}

function noneWithoutStream(error: unknown): [] {
  if (error instanceof ErrorReply && error.message.includes('no such key')) return []
  throw error
}
