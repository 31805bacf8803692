import type { Metrics } from '@orrery/shared/metric-registry'

/** Takes note of what a job did; rows are null where it failed, times are milliseconds. */
export type ObserveJob = (
  name: string,
  run: { start: number; end: number; rows: number | null },
) => void

/** Seconds; jobs take from a millisecond to the minutes of the first history. */
const BUCKETS = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 300]

/** Adds what the jobs of this process did to its metrics. */
export function addJobMetrics(metrics: Metrics): ObserveJob {
  const labelNames = ['name'] as const
  const duration = metrics.histogram({
    name: 'orrery_scheduler_job_seconds',
    help: 'How long runs of a job took.',
    labelNames,
    buckets: BUCKETS,
  })
  const lastRun = metrics.gauge({
    name: 'orrery_scheduler_job_last_run_timestamp_seconds',
    help: 'When a job last ended, in Unix time.',
    labelNames,
  })
  const rows = metrics.gauge({
    name: 'orrery_scheduler_job_rows',
    help: 'How many rows its last run that succeeded wrote or removed.',
    labelNames,
  })
  const failures = metrics.counter({
    name: 'orrery_scheduler_job_failures_total',
    help: 'How often a job failed.',
    labelNames,
  })

  return (name, { start, end, rows: written }) => {
    duration.observe({ name }, Math.max(0, end - start) / 1000)
    lastRun.set({ name }, end / 1000)
    failures.inc({ name }, written === null ? 1 : 0)
    if (written !== null) rows.set({ name }, written)
  }
}
