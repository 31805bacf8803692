import { TIME_SERIES_AGGREGATION_TYPE, TIME_SERIES_DUPLICATE_POLICIES } from '@redis/time-series'
import { ErrorReply } from 'redis'
import { keys } from './keys.ts'
import type { Redis } from './redis.ts'
import type { Point, Series } from './sample.ts'
import { STEPS, type Step } from './step.ts'

/**
 * Series of RedisTimeSeries: minutes, and rules that sum them into hours and days. A sample that is
 * written again has its hour and day recomputed by the server. Without the rules where each step is
 * written by itself.
 */
export function openModuleSeries(redis: Redis): Pick<Series, 'setMany' | 'setSteps' | 'range'> {
  async function write(key: string, points: Point[]) {
    const replies = await redis.ts.mAdd(
      points.map(({ at, value }) => ({ key, timestamp: at, value })),
    )
    const error = replies.find((reply) => (reply as unknown) instanceof ErrorReply)
    if (error) throw error
  }

  /** @param begin creates the series where it is not there yet */
  async function writeTo(key: string, points: Point[], begin: () => Promise<void>) {
    await write(key, points).catch(async (error: unknown) => {
      if (!isMissing(error)) throw error
      await begin()
      await write(key, points)
    })
  }

  return {
    async setMany(samples) {
      for (const [metric, points] of Map.groupBy(samples, ({ metric }) => metric)) {
        await writeTo(keys.series(metric, 'minute'), points, () => beginSummed(redis, metric))
      }
    },

    async setSteps(samples) {
      for (const [metric, ofMetric] of Map.groupBy(samples, ({ metric }) => metric)) {
        for (const [step, points] of Map.groupBy(ofMetric, ({ step }) => step)) {
          await writeTo(keys.series(metric, step), points, () => create(redis, metric, step))
        }
      }
    },

    /** LATEST: the hour and the day that are not over yet count as far as they have come. */
    async range(metric, from, to, step) {
      if (to <= from) return []
      const points = await redis.ts
        .range(keys.series(metric, step), from, to - 1, { LATEST: true })
        .catch((error: unknown) => {
          if (isMissing(error)) return []
          throw error
        })
      return points.map(({ timestamp, value }) => ({ at: timestamp, value }))
    },
  }
}

/** Repeatable: what exists is left as it is. Rules come before the first sample, or would miss it. */
async function beginSummed(redis: Redis, metric: string): Promise<void> {
  for (const step of ['day', 'hour', 'minute'] as const) await create(redis, metric, step)
  for (const step of ['hour', 'day'] as const) {
    const rule = redis.ts.createRule(
      keys.series(metric, 'minute'),
      keys.series(metric, step),
      TIME_SERIES_AGGREGATION_TYPE.SUM,
      STEPS[step].length,
    )
    await rule.catch(unlessThere)
  }
}

async function create(redis: Redis, metric: string, step: Step): Promise<void> {
  const [name = metric, type] = metric.split(':')
  const created = redis.ts.create(keys.series(metric, step), {
    RETENTION: retentionOf(step),
    CHUNK_SIZE: 512,
    DUPLICATE_POLICY: TIME_SERIES_DUPLICATE_POLICIES.LAST,
    LABELS: { metric: name, ...(type && { type }), step },
  })
  await created.then(() => {}, unlessThere)
}

/** In milliseconds; 0 keeps samples for ever. */
function retentionOf(step: Step): number {
  return Number.isFinite(STEPS[step].kept) ? STEPS[step].kept : 0
}

function isMissing(error: unknown): boolean {
  return error instanceof ErrorReply && error.message.includes('key does not exist')
}

/** A rule that exists is refused because its destination has a source already. */
function unlessThere(error: unknown): void {
  if (error instanceof ErrorReply && /already (exists|has)/.test(error.message)) return
  throw error
}
