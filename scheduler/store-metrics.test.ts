import { putAway } from '@orrery/shared/dead-letters'
import { noteGap } from '@orrery/shared/gaps'
import { keys } from '@orrery/shared/keys'
import { claimLayout } from '@orrery/shared/layout'
import { openMetrics } from '@orrery/shared/metric-registry'
import { metricOf } from '@orrery/shared/metrics'
import { detectModules } from '@orrery/shared/modules'
import { connect } from '@orrery/shared/redis'
import { openSeries } from '@orrery/shared/series'
import { openStore } from '@orrery/shared/store'
import { startRedis } from '@orrery/shared/testing'
import { expect, test } from 'vitest'
import { addStoreMetrics } from './store-metrics.ts'
import { readStoreState } from './store-state.ts'

test('Prometheus is told of memory, backlog, dead letters, gaps and late jobs', async () => {
  await using server = await startRedis()
  await using redis = await connect(server.url)
  const layout = await claimLayout(redis, { partitions: 2, bucketHours: 1 })
  const store = openStore(redis, layout, 48)
  const series = openSeries(redis, await detectModules(redis))
  const now = Date.now()
  const metrics = openMetrics()
  addStoreMetrics(metrics, () => readStoreState(store, series, now))
  const told = async (metric: string) => {
    const line = (await metrics.text()).split('\n').find((each) => each.startsWith(`${metric} `))
    return Number(line?.split(' ')[1])
  }

  expect(await told('orrery_scheduler_dead_letters_total')).toBe(0)
  expect(await told('orrery_scheduler_bytes_per_interaction')).toBeNaN()

  await redis.xAdd(keys.events(1), '*', { d: 'a' })
  await redis.xAdd(keys.events(1), '*', { d: 'b' })
  await putAway(redis, { source: 'test', reason: 'none', data: '' }, now)
  await noteGap(redis, { from: now - 9000, to: now - 4000, reason: 'none' })
  await noteGap(redis, { from: now - 3000, to: now - 500, reason: 'none' })
  const late = JSON.stringify({ lateAt: new Date(now - 1).toISOString() })
  const timely = JSON.stringify({ lateAt: new Date(now + 1).toISOString() })
  await redis.hSet(keys.jobs, { trim: timely, top: late })
  await series.set(metricOf('like'), now - 60_000, 900)
  await series.set(metricOf('reply'), now - 60_000, 100)
  await redis.configSet('maxmemory', '50000000')

  for (const [metric, value] of [
    ['backlog_entries{partition="0"}', 0],
    ['backlog_entries{partition="1"}', 2],
    ['dead_letters_kept', 1],
    ['dead_letters_total', 1],
    ['gaps', 2],
    ['gap_seconds', 7.5],
    ['job_late{name="trim"}', 0],
    ['job_late{name="top"}', 1],
    ['interactions', 1000],
    ['redis_memory_limit_bytes{node="redis"}', 50_000_000],
    ['redis_persists{node="redis"}', 1],
  ] as const) {
    expect([metric, await told(`orrery_scheduler_${metric}`)]).toEqual([metric, value])
  }
  const memory = await told('orrery_scheduler_redis_memory_bytes{node="redis"}')
  expect(memory).toBeGreaterThan(100_000)
  const each = await told('orrery_scheduler_bytes_per_interaction')
  expect(each).toBeGreaterThan(100)
  expect(each).toBeLessThan(memory)
  const commands = await told('orrery_scheduler_redis_commands_total{node="redis"}')
  expect(commands).toBeGreaterThan(10)
})
