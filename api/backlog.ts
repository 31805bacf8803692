import { keys } from '@orrery/shared/keys'
import type { Redis } from '@orrery/shared/redis'
import { ErrorReply } from 'redis'

const GROUP = 'indexer'

/** How many entries (batches of events) of all partitions the indexer has not acknowledged. */
export async function backlogOf(redis: Redis, partitions: number): Promise<number> {
  const backlogs = await Promise.all(
    Array.from({ length: partitions }, (_, partition) => backlogIn(redis, keys.events(partition))),
  )
  return backlogs.reduce((sum, backlog) => sum + backlog, 0)
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
