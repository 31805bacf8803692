import { keys } from '@orrery/shared/keys'
import type { Redis } from '@orrery/shared/redis'
import { ErrorReply } from 'redis'
import { type Place, placeAfter, readId, START } from './live-cursor.ts'

const GROUP = 'indexer'

/**
 * How far the indexer is with each partition: what came before `done` is in the store, what comes
 * after `begun` is not, and of what lies between nobody knows.
 */
export async function readIndexed(
  redis: Redis,
  partitions: number,
): Promise<{ done: Place[]; begun: Place[] }> {
  const each = await Promise.all(
    Array.from({ length: partitions }, (_, partition) => readOne(redis, keys.events(partition))),
  )
  return { done: each.map(({ done }) => done), begun: each.map(({ begun }) => begun) }
}

async function readOne(redis: Redis, stream: string): Promise<{ done: Place; begun: Place }> {
  try {
    // First what is begun: what is begun between the two is then pending, and not taken for done.
    const groups = await redis.xInfoGroups(stream)
    const group = groups.find(({ name }) => name === GROUP)
    if (group === undefined) return { done: START, begun: START }
    const begun = placeAfter(readId(group['last-delivered-id']))
    const { firstId } = await redis.xPending(stream, GROUP)
    return { done: firstId ? { ...readId(firstId), line: -1, link: 0 } : begun, begun }
  } catch (error) {
    const isMissing = error instanceof ErrorReply && /no such key|NOGROUP/.test(error.message)
    if (!isMissing) throw error
    return { done: START, begun: START }
  }
}
