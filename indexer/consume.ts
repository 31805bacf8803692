import { keys } from '@orrery/shared/keys'
import type { Redis } from '@orrery/shared/redis'

/** An entry of a partition's stream: the lines of one batch of events. */
export type Entry = { id: string; lines: string[] }

const GROUP = 'indexer'
/** One name for whoever holds the partition, so that a successor finds what was left pending. */
const CONSUMER = 'holder'
const ENTRIES = 16
const BLOCK_MILLISECONDS = 500

/**
 * A partition's entries in their order: first those delivered before and never acknowledged, then
 * new ones as they come. Each array is to be acknowledged before the next is asked for.
 * @param reader a connection of its own, because reading blocks it
 */
export async function* entriesOf(
  reader: Redis,
  partition: number,
  signal: AbortSignal,
): AsyncGenerator<Entry[]> {
  const key = keys.events(partition)
  await createGroup(reader, key)
  let from = '0'
  while (!signal.aborted) {
    const options =
      from === '>' ? { COUNT: ENTRIES, BLOCK: BLOCK_MILLISECONDS } : { COUNT: ENTRIES }
    const streams = await reader.xReadGroup(GROUP, CONSUMER, { key, id: from }, options)
    const messages = streams?.[0]?.messages ?? []
    if (messages.length === 0) from = '>'
    else yield messages.map(({ id, message }) => ({ id, lines: message.d?.split('\n') ?? [] }))
  }
}

export async function acknowledge(redis: Redis, partition: number, entries: Entry[]) {
  await redis.xAck(
    keys.events(partition),
    GROUP,
    entries.map(({ id }) => id),
  )
}

async function createGroup(redis: Redis, key: string): Promise<void> {
  try {
    await redis.xGroupCreate(key, GROUP, '0', { MKSTREAM: true })
  } catch (error) {
    if (!(error as Error).message.startsWith('BUSYGROUP')) throw error
  }
}
