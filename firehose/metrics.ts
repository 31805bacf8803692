import { type Metrics, openMetrics } from '@orrery/shared/metric-registry'
import type { Brake, BrakeReason } from './brake.ts'
import type { Progress } from './progress.ts'

const REASONS: BrakeReason[] = ['redis', 'indexer']

/**
 * What the firehose tells Prometheus. It is looked up when asked for, so that events cost no more.
 * @param now Unix milliseconds
 */
export function firehoseMetrics(progress: Progress, brake: Brake, now: () => number): Metrics {
  const metrics = openMetrics()
  metrics.tellCounter(
    { name: 'orrery_firehose_events_total', help: 'Events read from the network, wanted or not.' },
    () => progress.events,
  )
  metrics.tellCounter(
    { name: 'orrery_firehose_dead_letters_total', help: 'Frames that could not be read.' },
    () => progress.deadLetters,
  )
  metrics.tellGauge(
    { name: 'orrery_firehose_connected', help: 'Whether it is connected to the network, 1 or 0.' },
    () => Number(progress.connected),
  )
  metrics.tellGauge(
    {
      name: 'orrery_firehose_lag_seconds',
      help: 'How long ago the last event that was read happened; not a number before the first.',
    },
    () => lagOf(progress, now()),
  )
  metrics.tellGauge(
    {
      name: 'orrery_firehose_brake_held',
      help: 'Whether reading is paused because Redis or the indexer is behind, 1 or 0.',
      labelNames: ['reason'],
    },
    () => REASONS.map((reason) => [{ reason }, Number(brake.reasons().includes(reason))]),
  )
  metrics.tellCounter(
    {
      name: 'orrery_firehose_brake_held_seconds_total',
      help: 'For how long reading was paused, in all.',
    },
    () => Math.max(0, brake.heldMs()) / 1000,
  )
  return metrics
}

function lagOf({ timeUs }: Progress, now: number): number {
  return timeUs === undefined ? Number.NaN : Math.max(0, now / 1000 - timeUs / 1e6)
}
