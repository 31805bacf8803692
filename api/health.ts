import { keys } from '@orrery/shared/keys'
import type { Redis } from '@orrery/shared/redis'
import { backlogOf } from './backlog.ts'
import type { Stored } from './stored.ts'

const MOST_LAG_SECONDS = 60
const MOST_BACKLOG = 10_000
/** The firehose says every second how it is; after this long (milliseconds) it is gone. */
const SILENCE = 15_000

/** How the whole is doing, as far as Redis tells. Times of lag are seconds. */
export async function healthOf({ store, modules }: Stored, now: number) {
  const { redis, layout } = store
  const [feed, lagSeconds, backlog, deadLetters, jobs] = await Promise.all([
    redis.hGetAll(keys.feed),
    lagOf(redis, layout.partitions, now),
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

/** How health looks without Redis: nothing else can be known. */
export const DOWN = { status: 'down', redis: { reachable: false } }

/** How far the oldest partition is behind the clock; null before the first event. */
async function lagOf(redis: Redis, partitions: number, now: number): Promise<number | null> {
  const name = await redis.hGet(keys.feed, 'name')
  if (name === null) return null
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
