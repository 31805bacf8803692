import type { NetworkEvent } from '@orrery/shared/event'
import { claimLayout } from '@orrery/shared/layout'
import type { Redis } from '@orrery/shared/redis'
import { openStore } from '@orrery/shared/store'
import { applyEvents } from '../indexer/apply-events.ts'
import { openWriter, type Writer } from '../indexer/writer.ts'

export const PARTITIONS = 4

/** How many events the loads give to the store at once; a partition's worker gets about as many. */
export const BATCH_EVENTS = 1600

/** The writing side of an empty store, with the usual settings. */
export async function openEmptyStore(redis: Redis): Promise<Writer> {
  const layout = await claimLayout(redis, { partitions: PARTITIONS, bucketHours: 1 })
  return openWriter(openStore(redis, layout, 48))
}

/**
 * Applies events as the workers of all partitions do, without the streams.
 * @param now milliseconds since the epoch, from which the store counts what it keeps
 */
export async function loadEvents(
  writer: Writer,
  events: NetworkEvent[],
  now: number,
): Promise<void> {
  const moment = Date.now()
  await writer.busy.refresh(moment)
  for (let partition = 0; partition < PARTITIONS; partition++) {
    await writer.hot.refresh(partition, moment)
  }
  await applyEvents(writer, events, now)
}
