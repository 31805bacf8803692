import { keys } from '@orrery/shared/keys'
import type { Redis } from '@orrery/shared/redis'
import type { Brake } from './brake.ts'
import type { Feed } from './feed.ts'
import type { Progress } from './progress.ts'

/** Tells the other processes how the feed is. `time_us` stays as it was until an event has come. */
export async function writeHealth(
  redis: Redis,
  feed: Feed,
  state: { progress: Progress; brake: Brake },
  now: number,
): Promise<void> {
  const { connected, timeUs } = state.progress
  await redis.hSet(keys.feed, {
    name: feed.name,
    url: feed.url,
    connected: connected ? '1' : '0',
    at: new Date(now).toISOString(),
    paused: state.brake.reasons().join(', '),
    ...(timeUs === undefined ? {} : { time_us: String(timeUs) }),
  })
}
