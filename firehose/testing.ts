import { createLog } from '@orrery/shared/logging'
import { connect } from '@orrery/shared/redis'
import { startRedis, type TestRedis } from '@orrery/shared/testing'
import { onTestFinished } from 'vitest'
import { createBrake } from './brake.ts'
import { feedOf } from './feed.ts'
import { type FollowOptions, followFeed } from './follow-feed.ts'
import { createPending } from './pending.ts'
import { newProgress } from './progress.ts'
import { createSource } from './source.ts'
import { createWanted } from './wanted.ts'

export const NOW = Date.UTC(2026, 10, 20)
export const NOW_US = NOW * 1000
export const HOUR_US = 3_600_000_000
export const ANNA = 'did:plc:anna'

export type Options = Partial<FollowOptions>

/** Follows feeds into a Redis of its own, with a clock that stands still and no waiting. */
export async function follow(urls: string | string[], options: Options = {}, stored?: TestRedis) {
  const store = stored ?? (await startRedis())
  const redis = await connect(store.url)
  const now = () => NOW
  const brake = createBrake(() => {}, now)
  const progress = newProgress()
  const pending = createPending(redis, brake, 1_000_000)
  const writing = { redis, pending, partitions: 2, batchEvents: 100, batchWaitMs: 600_000, now }
  const [first = '', ...others] = [urls].flat()
  const sourceOf = (url: string) => createSource(feedOf(url), writing)
  const sources = [sourceOf(first), ...others.map(sourceOf)] as const
  const stop = new AbortController()
  const ended = followFeed(
    {
      redis,
      sources,
      partitions: 2,
      replayHours: 24,
      rewindSeconds: 3,
      moveRewindSeconds: 300,
      idleMs: 600_000,
      compression: { isWanted: true, v1: undefined },
      wanted: createWanted(['app.bsky.*'], undefined, []),
      brake,
      progress,
      log: createLog('firehose', 'silent'),
      now,
      random: () => 0,
      ...options,
    },
    stop.signal,
  )
  onTestFinished(async () => {
    stop.abort()
    await ended
    await redis[Symbol.asyncDispose]()
    if (!stored) await store[Symbol.asyncDispose]()
  })
  return { redis, feed: sources[0].feed, brake, progress, stop, ended }
}
