import { keys } from './keys.ts'
import type { Redis } from './redis.ts'

/**
 * From when to when events were counted, in milliseconds: a minute in between that has no count had no
 * events, or lies in a gap.
 */
export type SeriesSpan = { from: number; to: number }

/** Undefined before anything was counted. */
export async function readSeriesSpan(redis: Redis): Promise<SeriesSpan | undefined> {
  const { from, to } = await redis.hGetAll(keys.seriesSpan)
  return from === undefined || to === undefined ? undefined : { from: Number(from), to: Number(to) }
}

/** For the one process that counts. */
export async function widenSeriesSpan(redis: Redis, { from, to }: SeriesSpan): Promise<void> {
  const known = await readSeriesSpan(redis)
  await redis.hSet(keys.seriesSpan, {
    from: String(Math.min(from, known?.from ?? from)),
    to: String(Math.max(to, known?.to ?? to)),
  })
}
