import { keys } from '@orrery/shared/keys'
import type { Redis } from '@orrery/shared/redis'
import type { Brake } from './brake.ts'
import type { Progress } from './progress.ts'

/**
 * Tells the other processes how the feed is. Which feed it is and `time_us` stay as they were until
 * this process knows.
 */
export async function writeHealth(
  redis: Redis,
  state: { progress: Progress; brake: Brake },
  now: number,
): Promise<void> {
  const { feed, connected, timeUs } = state.progress
  await redis.hSet(keys.feed, {
    ...(feed === undefined ? {} : { name: feed.name, url: feed.url }),
    connected: connected ? '1' : '0',
    at: new Date(now).toISOString(),
    paused: state.brake.reasons().join(', '),
    ...(timeUs === undefined ? {} : { time_us: String(timeUs) }),
  })
}
