import { putAway } from '@orrery/shared/dead-letters'
import { type NetworkEvent, readEvent } from '@orrery/shared/event'
import { keys } from '@orrery/shared/keys'
import type { Logger } from '@orrery/shared/logging'
import type { Redis } from '@orrery/shared/redis'
import { applyEvents } from './apply-events.ts'
import { acknowledge, type Entry, entriesOf } from './consume.ts'
import { type Lease, whileLeased } from './lease.ts'
import type { Writer } from './writer.ts'

export type PartitionWork = {
  partition: number
  /** A connection of the partition's own, because reading blocks it. */
  reader: Redis
  writer: Writer
  leaseMilliseconds: number
  /** Told of every batch of events when it is applied and acknowledged. */
  onApplied: (events: number) => void
  log: Logger
  signal: AbortSignal
}

/** Indexes one partition whenever its lease can be had, until the signal aborts. */
export async function indexPartition(work: PartitionWork): Promise<void> {
  const { redis } = work.writer.store
  const key = keys.lease(work.partition)
  await whileLeased(redis, key, work.leaseMilliseconds, work.signal, async (lease) => {
    work.log.info({ partition: work.partition }, 'partition taken')
    await work.writer.buckets.refresh()
    work.writer.hot.reset()
    work.writer.busy.reset()
    await indexWhileHeld(work, lease)
    work.log.info({ partition: work.partition }, 'partition given up')
  })
}

async function indexWhileHeld(work: PartitionWork, lease: Lease): Promise<void> {
  const { partition, writer, log } = work
  for await (const entries of entriesOf(work.reader, partition, lease.signal)) {
    if (!lease.isHeld()) return
    const now = Date.now()
    await writer.busy.refresh(now)
    await writer.hot.refresh(partition, now)
    const events = await readEntries(work, entries)
    const applied = await applyEvents(writer, events, Date.now())
    await acknowledge(writer.store.redis, partition, entries)
    work.onApplied(applied.events)
    if (applied.droppedLinks > 0) {
      log.warn({ partition, dropped: applied.droppedLinks }, 'records with too many links')
    }
  }
}

/** The readable events of some entries; what cannot be read is put away and the rest goes on. */
async function readEntries({ writer, partition, log }: PartitionWork, entries: Entry[]) {
  const events: NetworkEvent[] = []
  for (const { id, lines } of entries) {
    for (const line of lines) {
      const read = readEvent(line)
      if ('event' in read) {
        events.push(read.event)
        continue
      }
      const source = `indexer ${partition} ${id}`
      await putAway(writer.store.redis, { source, reason: read.reason, data: line })
      log.warn({ partition, entry: id, reason: read.reason }, 'event put away unread')
    }
  }
  return events
}
