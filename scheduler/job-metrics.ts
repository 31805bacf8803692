import { Counter, Gauge, Registry } from 'prom-client'

/** What the jobs of this process did, for Prometheus. */
export type JobMetrics = {
  registry: Registry
  /** @param rows null where the job failed; times are milliseconds */
  observe(job: string, run: { start: number; end: number; rows: number | null }): void
}

export function openJobMetrics(): JobMetrics {
  const registry = new Registry()
  const metric = { labelNames: ['job'] as const, registers: [registry] }
  const lastRun = new Gauge({
    ...metric,
    name: 'orrery_job_last_run_timestamp_seconds',
    help: 'When a job of the scheduler last ended.',
  })
  const duration = new Gauge({
    ...metric,
    name: 'orrery_job_duration_seconds',
    help: 'How long its last run took.',
  })
  const rows = new Gauge({
    ...metric,
    name: 'orrery_job_rows',
    help: 'How many rows its last run that succeeded wrote or removed.',
  })
  const runs = new Counter({
    ...metric,
    name: 'orrery_job_runs_total',
    help: 'How often it ran.',
  })
  const failures = new Counter({
    ...metric,
    name: 'orrery_job_failures_total',
    help: 'How often it failed.',
  })

  return {
    registry,
    observe(job, { start, end, rows: written }) {
      lastRun.set({ job }, end / 1000)
      duration.set({ job }, (end - start) / 1000)
      runs.inc({ job })
      if (written === null) failures.inc({ job })
      else rows.set({ job }, written)
    },
  }
}
