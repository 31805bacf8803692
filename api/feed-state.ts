import { type Gap, readGaps } from '@orrery/shared/gaps'
import { keys } from '@orrery/shared/keys'
import type { StatedGap } from '@orrery/shared/stats'
import type { Store } from '@orrery/shared/store'

/** The firehose says every second how it is; after this long (milliseconds) it is gone. */
const SILENCE = 15_000
/** From so many seconds on that what is missing at present is told. */
const MOST_LAG = 60
const MOST_GAPS = 20

export type FeedState = {
  host: string | null
  connected: boolean
  /** What the firehose waits for; null where it reads. */
  paused: string | null
  /** How far the oldest partition is behind the clock; null before the first event. */
  lagSeconds: number | null
}

export async function readFeedState({ redis, layout }: Store, now: number): Promise<FeedState> {
  const feed = await redis.hGetAll(keys.feed)
  const readUntil = await readUntilOf(feed.name, { redis, partitions: layout.partitions })
  return {
    host: (feed.url && URL.parse(feed.url)?.host) || null,
    connected: feed.connected === '1' && now - Date.parse(feed.at ?? '') < SILENCE,
    paused: feed.paused || null,
    lagSeconds:
      readUntil === undefined ? null : Math.max(0, Math.round((now - readUntil) / 100) / 10),
  }
}

/** The latest gaps that are known, and what is missing at present, if that is more than a minute. */
export async function readLatestGaps(store: Store, state: FeedState, now: number) {
  return statedGaps((await readGaps(store.redis)).slice(-MOST_GAPS), state, now)
}

/** @param noted those that are over */
export function statedGaps(noted: Gap[], state: FeedState, now: number): StatedGap[] {
  const stated: StatedGap[] = noted.map(({ from, to, reason }) => {
    return { from: isoOf(from), to: isoOf(to), reason }
  })
  const { lagSeconds } = state
  if (lagSeconds === null || lagSeconds <= MOST_LAG) return stated
  return [...stated, { from: isoOf(now - lagSeconds * 1000), to: null, reason: reasonOf(state) }]
}

function reasonOf({ connected, paused }: FeedState): string {
  if (!connected) return 'the firehose is not connected'
  return paused ? `the firehose waits for: ${paused}` : 'the firehose has read no further yet'
}

type Feed = { redis: Store['redis']; partitions: number }

/** In milliseconds. */
async function readUntilOf(
  name: string | undefined,
  { redis, partitions }: Feed,
): Promise<number | undefined> {
  if (name === undefined) return undefined
  const cursors = await Promise.all(
    Array.from({ length: partitions }, (_, partition) => redis.get(keys.cursor(partition, name))),
  )
  const micros = cursors.filter((cursor) => cursor !== null).map(Number)
  return micros.length === 0 ? undefined : Math.min(...micros) / 1000
}

function isoOf(at: number): string {
  return new Date(at).toISOString()
}
