import { expect, test } from 'vitest'
import { complaintsOf, completeSince, type Health } from './verdict.ts'

const job = { startedAt: null, endedAt: null, rows: null, error: null, late: false }
const firehose = { host: 'h', connected: true, paused: null, lagSeconds: 0.3, gaps: [] }
const well: Health = {
  status: 'ok',
  redis: { reachable: true, version: '8.0', storage: 'modules' },
  firehose,
  indexer: { backlog: 0, deadLetters: 0 },
  scheduler: { running: true, jobs: { trim: job } },
}

test.each<[Partial<Health>, string[]]>([
  [{}, []],
  [{ redis: { reachable: false } }, ['redisAway']],
  [{ firehose: { ...firehose, connected: false, lagSeconds: 90 } }, ['disconnected', 'lagging']],
  [{ firehose: { ...firehose, lagSeconds: null } }, ['noEvents']],
  [{ indexer: { backlog: 10_001, deadLetters: 0 } }, ['backlog']],
  [{ scheduler: { running: false, jobs: {} } }, ['schedulerAway', 'noJobs']],
  [
    {
      scheduler: { running: true, jobs: { a: { ...job, late: true }, b: { ...job, error: 'x' } } },
    },
    ['jobFailed', 'jobLate'],
  ],
])('of %j the complaints are %j', (changed, complaints) => {
  expect(complaintsOf({ ...well, ...changed })).toEqual(complaints)
})

test('nothing is missing since the last gap ended, and never while one goes on', () => {
  const gap = (to: string | null) => ({ from: '2026-11-20T10:00:00.000Z', to, reason: 'x' })
  const gaps = (...all: ReturnType<typeof gap>[]) => ({ firehose: { ...firehose, gaps: all } })
  const since = '2026-11-19T00:00:00.000Z'
  const later = '2026-11-20T11:00:00.000Z'
  expect(completeSince(since, gaps())).toBe(since)
  expect(completeSince(since, gaps(gap(later), gap('2026-11-18T00:00:00.000Z')))).toBe(later)
  expect(completeSince(since, gaps(gap(later), gap(null)))).toBeNull()
})
