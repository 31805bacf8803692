import { DEAD_LETTERS_KEPT } from '@orrery/shared/dead-letters'
import { keys } from '@orrery/shared/keys'
import { readLayout } from '@orrery/shared/layout'
import type { Redis } from '@orrery/shared/redis'
import { earliestOf, idBetween, type StreamId, successorOf } from './stream-id.ts'

/**
 * Trims every event stream and the dead letters. @returns how many entries went
 * @param keptBytes what all streams together may take before entries that were read by all go
 */
export async function trimStreams(redis: Redis, keptBytes = 0): Promise<number> {
  const { partitions } = await readLayout(redis)
  const trimmed = await Promise.all([
    ...Array.from({ length: partitions }, (_, partition) =>
      trimEvents(redis, partition, keptBytes / partitions),
    ),
    redis.xTrim(keys.deadLetters, 'MAXLEN', DEAD_LETTERS_KEPT),
  ])
  return trimmed.reduce((sum, count) => sum + count, 0)
}

/**
 * Deletes entries that every consumer group has acknowledged, and none but those: a length is no
 * measure of what was read. A stream that nobody reads yet is left alone. What fits into `keptBytes`
 * stays for those who read without a group and may come back a little later.
 */
export async function trimEvents(redis: Redis, partition: number, keptBytes = 0): Promise<number> {
  const stream = keys.events(partition)
  const needed = await firstNeeded(redis, stream)
  if (needed === undefined) return 0
  const wanted = keptBytes > 0 ? await firstThatFits(redis, stream, keptBytes) : needed
  return wanted === undefined ? 0 : redis.xTrim(stream, 'MINID', earliestIn(needed, wanted))
}

/**
 * From which id on the stream takes about so many bytes; undefined where all of it does. Estimated as
 * if entries had come evenly: this is asked again and again, and each time comes closer.
 */
async function firstThatFits(
  redis: Redis,
  stream: string,
  keptBytes: number,
): Promise<StreamId | undefined> {
  const [bytes, { 'first-entry': first, 'last-generated-id': last }] = await Promise.all([
    redis.memoryUsage(stream, { SAMPLES: 5 }),
    redis.xInfoStream(stream),
  ])
  if (!bytes || bytes <= keptBytes || !first) return undefined
  return idBetween(first.id, last, 1 - keptBytes / bytes)
}

function earliestIn(...ids: [StreamId, StreamId]): StreamId {
  return earliestOf(ids) ?? ids[0]
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
