import { putAway } from '@orrery/shared/dead-letters'
import { type NetworkEvent, readEvent } from '@orrery/shared/event'
import { keys } from '@orrery/shared/keys'
import type { Logger } from '@orrery/shared/logging'
import type { Redis } from '@orrery/shared/redis'
import { type Trace, untraced } from '@orrery/shared/tracing'
import { applyEvents } from './apply-events.ts'
import { acknowledge, type Entry, entriesOf } from './consume.ts'
import { type EntryEvents, type EventCounter, openEventCounter } from './count-events.ts'
import { timeFaultOf } from './event-time.ts'
import type { Lease } from './hold-partitions.ts'
import { type Listing, openListing } from './opt-out-listing.ts'
import { openSampleKeeper, type SampleKeeper } from './samples.ts'
import type { Writer } from './writer.ts'

export type PartitionWork = {
  lease: Lease
  /** A connection of the partition's own, because reading blocks it. */
  reader: Redis
  writer: Writer
  /** Told of every batch of events when it is applied and acknowledged. */
  onApplied: (batch: AppliedBatch) => void
  /** Nothing is traced without it. */
  trace?: Trace
  log: Logger
}

/** What was read and applied at once. */
export type AppliedBatch = {
  partition: number
  events: readonly NetworkEvent[]
  deadLetters: number
  droppedLinks: number
  seconds: number
}

/** Indexes a partition as long as its lease is held; ends between two batches. */
export async function indexPartition(work: PartitionWork): Promise<void> {
  const { lease, writer, reader, log, trace = untraced } = work
  const { partition } = lease
  log.info({ partition }, 'partition taken')
  await writer.buckets.refresh()
  await writer.hot.learn(Date.now())
  await writer.busy.learn(Date.now())
  writer.statuses.forgetAll()
  const { redis, layout } = writer.store
  const counter = await openEventCounter(redis, partition, writer.accountSketches)
  const samples = await openSampleKeeper(redis, partition, layout.partitions)
  const listing = openListing()
  for await (const entries of entriesOf(reader, partition, lease.signal)) {
    if (!lease.isHeld()) break
    await trace('index a batch', async (span) => {
      const batch = await applyEntries(work, { counter, samples, listing }, entries)
      work.onApplied(batch)
      span.note({ partition, entries: entries.length, events: batch.events.length })
    })
  }
  log.info({ partition }, 'partition given up')
}

/** What is known of the partition as long as nobody else has it. */
type Held = { counter: EventCounter; samples: SampleKeeper; listing: Listing }

async function applyEntries(
  work: PartitionWork,
  { counter, samples, listing }: Held,
  entries: Entry[],
): Promise<AppliedBatch> {
  const { writer, log } = work
  const { partition } = work.lease
  const begun = performance.now()
  const now = Date.now()
  await writer.busy.refresh(now)
  await writer.hot.refresh(partition, now)
  const read = await readEntries(work, entries)
  const events = read.flatMap((entry) => entry.events)
  const listed = await listing.apply(writer, partition, now)
  const [applied] = await Promise.all([
    applyEvents(writer, events, Date.now()),
    counter.count(read, Date.now()),
  ])
  await samples.apply(events, Date.now(), new Set([...listed, ...applied.optedOut]))
  await acknowledge(writer.store.redis, partition, entries)
  const { droppedLinks } = applied
  if (droppedLinks > 0) {
    await writer.store.redis.hIncrBy(keys.counters, 'droppedLinks', droppedLinks)
    log.warn({ partition, dropped: droppedLinks }, 'records with too many links')
  }
  const lines = entries.reduce((sum, entry) => sum + entry.lines.length, 0)
  const seconds = (performance.now() - begun) / 1000
  return { partition, events, deadLetters: lines - events.length, droppedLinks, seconds }
}

/** The readable events of each entry; what cannot be read is put away and the rest goes on. */
async function readEntries({ writer, lease, log }: PartitionWork, entries: Entry[]) {
  const { partition } = lease
  const all: EntryEvents[] = []
  for (const { id, lines } of entries) {
    const events: NetworkEvent[] = []
    all.push({ id, events })
    for (const line of lines) {
      const read = readBelievable(line, Date.now())
      if ('event' in read) {
        events.push(read.event)
        continue
      }
      const source = `indexer ${partition} ${id}`
      await putAway(writer.store.redis, { source, reason: read.reason, data: line }, Date.now())
      log.warn({ partition, entry: id, reason: read.reason }, 'event put away unread')
    }
  }
  return all
}

function readBelievable(line: string, now: number): ReturnType<typeof readEvent> {
  const read = readEvent(line)
  const fault = 'event' in read ? timeFaultOf(read.event, now) : undefined
  return fault === undefined ? read : { reason: fault }
}
