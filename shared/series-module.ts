import { TIME_SERIES_AGGREGATION_TYPE, TIME_SERIES_DUPLICATE_POLICIES } from '@redis/time-series'
import { ErrorReply } from 'redis'
import { keys } from './keys.ts'
import type { Redis } from './redis.ts'
import type { Sample, Series } from './sample.ts'
import { STEPS, type Step } from './step.ts'

/**
 * Series of RedisTimeSeries: minutes, and rules that sum them into hours and days. A sample that is
 * written again has its hour and day recomputed by the server.
 */
export function openModuleSeries(redis: Redis): Pick<Series, 'setMany' | 'range'> {
  async function write(metric: string, samples: Sample[]) {
    const key = keys.series(metric, 'minute')
    const replies = await redis.ts.mAdd(
      samples.map(({ at, value }) => ({ key, timestamp: at, value })),
    )
    const error = replies.find((reply) => (reply as unknown) instanceof ErrorReply)
    if (error) throw error
  }

  return {
    async setMany(samples) {
      for (const [metric, ofMetric] of Map.groupBy(samples, ({ metric }) => metric)) {
        await write(metric, ofMetric).catch(async (error: unknown) => {
          if (!isMissing(error)) throw error
          await begin(redis, metric)
          await write(metric, ofMetric)
        })
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
async function begin(redis: Redis, metric: string): Promise<void> {
  const [name = metric, type] = metric.split(':')
  for (const step of ['day', 'hour', 'minute'] as const) {
    const create = redis.ts.create(keys.series(metric, step), {
      RETENTION: retentionOf(step),
      CHUNK_SIZE: 512,
      DUPLICATE_POLICY: TIME_SERIES_DUPLICATE_POLICIES.LAST,
      LABELS: { metric: name, ...(type && { type }), step },
    })
    await create.catch(unlessThere)
  }
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
