import { backlogsOf } from '@orrery/shared/backlog'
import type { JobRecord } from '@orrery/shared/job-record'
import { keys } from '@orrery/shared/keys'
import { within } from './deadline.ts'
import { readFeedState, readLatestGaps } from './feed-state.ts'
import { isRedisOutage } from './redis-outage.ts'
import { Refusal } from './refusal.ts'
import type { Stored } from './stored.ts'

const MOST_LAG_SECONDS = 60
const MOST_BACKLOG = 10_000

/** How the whole is doing, as far as Redis tells. Times of lag are seconds. */
async function healthOf({ store, modules }: Stored, now: number) {
  const { redis, layout } = store
  const feed = await readFeedState(store, now)
  const [gaps, backlogs, deadLetters, scheduler, records] = await Promise.all([
    readLatestGaps(store, feed, now),
    backlogsOf(redis, layout.partitions),
    redis.xLen(keys.deadLetters),
    redis.exists(keys.lease('scheduler')),
    redis.hGetAll(keys.jobs),
  ])
  const backlog = backlogs.reduce((sum, each) => sum + each, 0)
  const jobs = Object.entries(records).map(([name, record]) => [name, jobOf(record, now)] as const)
  const isBehind =
    feed.lagSeconds === null || feed.lagSeconds > MOST_LAG_SECONDS || backlog > MOST_BACKLOG
  const isUndone = jobs.length === 0 || jobs.some(([, { late, error }]) => late || error !== null)
  const { version, json, timeSeries } = modules
  return {
    status: feed.connected && !isBehind && !isUndone ? 'ok' : 'degraded',
    redis: {
      reachable: true,
      version,
      modules: { json, timeSeries },
      storage: json && timeSeries ? 'modules' : 'fallback',
    },
    firehose: { ...feed, gaps },
    indexer: { backlog, deadLetters },
    scheduler: { running: scheduler === 1, jobs: Object.fromEntries(jobs) },
  }
}

/** Without Redis, or without an answer from it in time (milliseconds), nothing else is known. */
export async function healthOrDown(
  readStored: () => Promise<Stored>,
  now: number,
  patience: number,
) {
  try {
    return await within(
      patience,
      readStored().then((stored) => healthOf(stored, now)),
    )
  } catch (error) {
    // That Redis is away is the answer here, not a failure.
    if (error instanceof Refusal || isRedisOutage(error)) return DOWN
    throw error
  }
}

const DOWN = { status: 'down', redis: { reachable: false } } as const

/** What the scheduler wrote of a job, and whether it has missed its turns. */
function jobOf(record: string, now: number) {
  const { lateAt, ...last } = JSON.parse(record) as JobRecord
  return { ...last, late: Date.parse(lateAt) < now }
}
