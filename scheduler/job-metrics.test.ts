import { openMetrics } from '@orrery/shared/metric-registry'
import { serveMetrics } from '@orrery/shared/prometheus'
import { expect, test } from 'vitest'
import { addJobMetrics } from './job-metrics.ts'

test('Prometheus is told what each job did', async () => {
  const metrics = openMetrics()
  const observe = addJobMetrics(metrics)
  observe('history', { start: 1_000_000, end: 1_002_500, rows: 42 })
  observe('history', { start: 2_000_000, end: 2_000_500, rows: null })
  await using server = await serveMetrics(metrics, { host: '127.0.0.1', port: 0 })

  const answer = await fetch(server.url)
  expect(answer.headers.get('Content-Type')).toContain('text/plain')
  const text = await answer.text()
  for (const line of [
    'orrery_scheduler_job_last_run_timestamp_seconds{name="history"} 2000.5',
    'orrery_scheduler_job_seconds_bucket{le="1",name="history"} 1',
    'orrery_scheduler_job_seconds_count{name="history"} 2',
    'orrery_scheduler_job_rows{name="history"} 42',
    'orrery_scheduler_job_failures_total{name="history"} 1',
  ]) {
    expect(text).toContain(line)
  }
  expect((await fetch(server.url.replace('/metrics', '/'))).status).toBe(404)
})
