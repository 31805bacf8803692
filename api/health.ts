import { keys } from '@orrery/shared/keys'
import type { Redis } from '@orrery/shared/redis'
import { backlogOf } from './backlog.ts'
import { within } from './deadline.ts'
import { isRedisOutage } from './redis-outage.ts'
import { Refusal } from './refusal.ts'
import type { Stored } from './stored.ts'

const MOST_LAG_SECONDS = 60
const MOST_BACKLOG = 10_000
/** The firehose says every second how it is; after this long (milliseconds) it is gone. */
const SILENCE = 15_000

/** How the whole is doing, as far as Redis tells. Times of lag are seconds. */
async function healthOf({ store, modules }: Stored, now: number) {
  const { redis, layout } = store
  const feed = await redis.hGetAll(keys.feed)
  const [lagSeconds, backlog, deadLetters, jobs] = await Promise.all([
    lagOf(redis, feed.name, layout.partitions, now),
    backlogOf(redis, layout.partitions),
    redis.xLen(keys.deadLetters),
    redis.hGetAll(keys.jobs),
  ])
  const connected = feed.connected === '1' && now - Date.parse(feed.at ?? '') < SILENCE
  const isLate = lagSeconds === null || lagSeconds > MOST_LAG_SECONDS || backlog > MOST_BACKLOG
  const { version, json, timeSeries } = modules
  return {
    status: connected && !isLate ? 'ok' : 'degraded',
    redis: {
      reachable: true,
      version,
      modules: { json, timeSeries },
      storage: json && timeSeries ? 'modules' : 'fallback',
    },
    firehose: { lagSeconds, host: hostOf(feed.url), connected, paused: feed.paused || null },
    indexer: { backlog, deadLetters },
    scheduler: { jobs: Object.fromEntries(Object.entries(jobs).map(readJob)) },
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

/** How far the oldest partition is behind the clock; null before the first event. */
async function lagOf(
  redis: Redis,
  name: string | undefined,
  partitions: number,
  now: number,
): Promise<number | null> {
  if (name === undefined) return null
  const cursors = await Promise.all(
    Array.from({ length: partitions }, (_, partition) => redis.get(keys.cursor(partition, name))),
  )
  const micros = cursors.filter((cursor) => cursor !== null).map(Number)
  if (micros.length === 0) return null
  return Math.max(0, Math.round((now - Math.min(...micros) / 1000) / 100) / 10)
}

function hostOf(url: string | undefined): string | null {
  return (url && URL.parse(url)?.host) || null
}

/** What the scheduler wrote is shown as it is. */
function readJob([name, record]: [string, string]): [string, unknown] {
  return [name, JSON.parse(record)]
}
