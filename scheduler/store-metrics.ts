import type { Metrics } from '@orrery/shared/metric-registry'
import type { ServerState, StoreState } from './store-state.ts'

const NODE = ['node'] as const

/**
 * Adds what the store looks like to the metrics of a process.
 * @param read called once each time that Prometheus asks
 */
export function addStoreMetrics(metrics: Metrics, read: () => Promise<StoreState>): void {
  const state = sharing(read)
  const ofServers = (value: (server: ServerState) => number) => async () =>
    (await state()).servers.map((each) => [{ node: each.node }, value(each)] as const)

  metrics.tellGauge(
    {
      name: 'orrery_scheduler_backlog_entries',
      help: 'Batches of events that wait for the indexer.',
      labelNames: ['partition'],
    },
    async () => (await state()).backlogs.map((n, index) => [{ partition: String(index) }, n]),
  )
  metrics.tellGauge(
    {
      name: 'orrery_scheduler_redis_memory_bytes',
      help: 'Memory that Redis uses.',
      labelNames: NODE,
    },
    ofServers(({ memory }) => memory),
  )
  metrics.tellGauge(
    {
      name: 'orrery_scheduler_redis_memory_limit_bytes',
      help: 'Memory that Redis may use (maxmemory); 0 is no limit.',
      labelNames: NODE,
    },
    ofServers(({ memoryLimit }) => memoryLimit),
  )
  metrics.tellCounter(
    {
      name: 'orrery_scheduler_redis_commands_total',
      help: 'Commands that Redis has executed.',
      labelNames: NODE,
    },
    ofServers(({ commands }) => commands),
  )
  metrics.tellGauge(
    {
      name: 'orrery_scheduler_redis_persists',
      help: 'Whether the last writes of Redis to its disk succeeded, 1 or 0.',
      labelNames: NODE,
    },
    ofServers(({ persists }) => Number(persists)),
  )
  metrics.tellGauge(
    {
      name: 'orrery_scheduler_interactions',
      help: 'Interactions whose records are kept, as the series count them.',
    },
    async () => (await state()).interactions,
  )
  metrics.tellGauge(
    {
      name: 'orrery_scheduler_bytes_per_interaction',
      help: 'All memory of Redis over the interactions kept; not a number while there are none.',
    },
    async () => bytesPerInteraction(await state()),
  )
  metrics.tellGauge(
    {
      name: 'orrery_scheduler_dead_letters_kept',
      help: 'Unreadable events that are kept to look at.',
    },
    async () => (await state()).deadLetters.kept,
  )
  metrics.tellCounter(
    { name: 'orrery_scheduler_dead_letters_total', help: 'Unreadable events that were ever kept.' },
    async () => (await state()).deadLetters.ever,
  )
  metrics.tellGauge(
    {
      name: 'orrery_scheduler_gaps',
      help: 'How often events are missing for good: the latest thousand times.',
    },
    async () => (await state()).gaps.count,
  )
  metrics.tellGauge(
    {
      name: 'orrery_scheduler_gap_seconds',
      help: 'For how long events are missing for good, in all.',
    },
    async () => (await state()).gaps.seconds,
  )
  metrics.tellGauge(
    {
      name: 'orrery_scheduler_job_late',
      help: 'Whether a job has missed two turns, on whichever scheduler, 1 or 0.',
      labelNames: ['name'],
    },
    async () => Array.from((await state()).jobs, ([name, late]) => [{ name }, Number(late)]),
  )
}

function bytesPerInteraction({ servers, interactions }: StoreState): number {
  const bytes = servers.reduce((sum, { memory }) => sum + memory, 0)
  return interactions === 0 ? Number.NaN : bytes / interactions
}

/** All who ask while it is read are given the same. */
function sharing<Value>(read: () => Promise<Value>): () => Promise<Value> {
  let underway: Promise<Value> | undefined
  return () => {
    underway ??= read().finally(() => {
      underway = undefined
    })
    return underway
  }
}
