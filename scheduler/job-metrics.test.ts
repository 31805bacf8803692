import { serveMetrics } from '@orrery/shared/prometheus'
import { expect, test } from 'vitest'
import { openJobMetrics } from './job-metrics.ts'

test('Prometheus is told what each job did', async () => {
  const metrics = openJobMetrics()
  metrics.observe('history', { start: 1_000_000, end: 1_002_500, rows: 42 })
  metrics.observe('history', { start: 2_000_000, end: 2_000_500, rows: null })
  await using server = await serveMetrics(metrics.registry, { host: '127.0.0.1', port: 0 })

  const answer = await fetch(server.url)
  expect(answer.headers.get('Content-Type')).toContain('text/plain')
  const text = await answer.text()
  for (const line of [
    'orrery_job_last_run_timestamp_seconds{job="history"} 2000.5',
    'orrery_job_duration_seconds{job="history"} 0.5',
    'orrery_job_rows{job="history"} 42',
    'orrery_job_runs_total{job="history"} 2',
    'orrery_job_failures_total{job="history"} 1',
  ]) {
    expect(text).toContain(line)
  }
  expect((await fetch(server.url.replace('/metrics', '/'))).status).toBe(404)
})
