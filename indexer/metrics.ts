import type { NetworkEvent } from '@orrery/shared/event'
import { EVENT_KINDS, type EventKind } from '@orrery/shared/event-counts'
import { KNOWN_COLLECTIONS } from '@orrery/shared/known-names'
import { type Metrics, openMetrics } from '@orrery/shared/metric-registry'
import type { AppliedBatch } from './partition.ts'
import type { Writer } from './writer.ts'

/** What the indexer tells Prometheus, and what is to be told of each batch. */
export function indexerMetrics({ tally }: Pick<Writer, 'tally'>): {
  metrics: Metrics
  observe: (batch: AppliedBatch) => void
} {
  const metrics = openMetrics()
  const events = openEventTally()
  const newest = new Map<number, number>()
  let deadLetters = 0
  let droppedLinks = 0
  metrics.tellCounter(
    {
      name: 'orrery_indexer_events_total',
      help: 'Events applied, by operation; collections that are not well known are other.',
      labelNames: ['collection', 'operation'],
    },
    () => events.told(),
  )
  metrics.tellCounter(
    {
      name: 'orrery_indexer_writes_total',
      help: 'Members of hashes that were written or removed.',
    },
    () => tally.members,
  )
  metrics.tellCounter(
    { name: 'orrery_indexer_dead_letters_total', help: 'Events that could not be read.' },
    () => deadLetters,
  )
  metrics.tellCounter(
    { name: 'orrery_indexer_dropped_links_total', help: 'Links beyond the thousand of a record.' },
    () => droppedLinks,
  )
  metrics.tellGauge(
    {
      name: 'orrery_indexer_last_event_timestamp_seconds',
      help: 'When the last event that was applied happened, in Unix time.',
      labelNames: ['partition'],
    },
    () => Array.from(newest, ([partition, at]) => [{ partition: String(partition) }, at]),
  )
  const duration = metrics.histogram({
    name: 'orrery_indexer_batch_seconds',
    help: 'How long it took to apply what was read at once, up to 16 entries of a stream.',
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
  })

  return {
    metrics,
    observe(batch) {
      events.add(batch.events)
      deadLetters += batch.deadLetters
      droppedLinks += batch.droppedLinks
      duration.observe(batch.seconds)
      const last = batch.events.at(-1)
      if (last) newest.set(batch.partition, last.time_us / 1e6)
    },
  }
}

const OTHER = 'other'
/** The collection of what is told of accounts. */
const NONE = 'none'

type Counts = Record<EventKind, number>

/** Counts events by collection and operation. There are as many counts as are well known. */
function openEventTally() {
  const counts = new Map([...KNOWN_COLLECTIONS, OTHER, NONE].map((name) => [name, noCounts()]))
  const others = counts.get(OTHER) ?? noCounts()
  const ofAccounts = counts.get(NONE) ?? noCounts()

  return {
    add(events: readonly NetworkEvent[]) {
      for (const event of events) {
        if (event.kind === 'commit') {
          const { collection, operation } = event.commit
          const each = counts.get(collection) ?? others
          each[operation]++
        } else ofAccounts[event.kind]++
      }
    },
    told() {
      return Array.from(counts).flatMap(([collection, each]) =>
        EVENT_KINDS.filter((operation) => each[operation] > 0).map(
          (operation) => [{ collection, operation }, each[operation]] as const,
        ),
      )
    },
  }
}

function noCounts(): Counts {
  return { create: 0, update: 0, delete: 0, account: 0, identity: 0 }
}
