import { DEAD_LETTERS_KEPT } from '@orrery/shared/dead-letters'
import { keys } from '@orrery/shared/keys'
import { readLayout } from '@orrery/shared/layout'
import type { Redis } from '@orrery/shared/redis'
import { earliestOf, type StreamId, successorOf } from './stream-id.ts'

/** Trims every event stream and the dead letters. @returns how many entries went */
export async function trimStreams(redis: Redis): Promise<number> {
  const { partitions } = await readLayout(redis)
  const trimmed = await Promise.all([
    ...Array.from({ length: partitions }, (_, partition) => trimEvents(redis, partition)),
    redis.xTrim(keys.deadLetters, 'MAXLEN', DEAD_LETTERS_KEPT),
  ])
  return trimmed.reduce((sum, count) => sum + count, 0)
}

/**
 * Deletes the entries that every consumer group has acknowledged, and none but those: a length is no
 * measure of what was read. A stream that nobody reads yet is left alone.
 */
export async function trimEvents(redis: Redis, partition: number): Promise<number> {
  const stream = keys.events(partition)
  const needed = await firstNeeded(redis, stream)
  return needed === undefined ? 0 : redis.xTrim(stream, 'MINID', needed)
}

/** The first id that some group has not acknowledged; undefined where nobody reads. */
async function firstNeeded(redis: Redis, stream: string): Promise<StreamId | undefined> {
  if (!(await redis.exists(stream))) return undefined
  const groups = await redis.xInfoGroups(stream)
  // What was delivered is asked before what is pending: an entry that is delivered in between is
  // then taken for undelivered, never for acknowledged.
  const needs = groups.map(async (group) => {
    const { firstId } = await redis.xPending(stream, group.name)
    return firstId ?? successorOf(group['last-delivered-id'])
  })
  return earliestOf(await Promise.all(needs))
}
