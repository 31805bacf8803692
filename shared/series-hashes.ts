import { keys } from './keys.ts'
import type { Redis } from './redis.ts'
import type { Point, Series } from './sample.ts'
import { DAY, HOUR, STEPS, type Step, startOf } from './step.ts'

/**
 * How far one hash reaches: the minutes of an hour, the hours of a day, 100 days. All of them stay
 * in listpack form, and an hour or a day is the sum of exactly one hash of the finer step.
 */
const SPAN: Record<Step, number> = { minute: HOUR, hour: DAY, day: 100 * DAY }

/**
 * Series in plain hashes: field = number of the step in its hash, value = count. After minutes are
 * set, their hours and then their days are recomputed whole; a crash in between is mended by the
 * next write to the same hour.
 */
export function openHashSeries(redis: Redis): Pick<Series, 'setMany' | 'setSteps' | 'range'> {
  async function store(metric: string, step: Step, points: Point[]) {
    const hashes = Map.groupBy(points, ({ at }) => Math.floor(at / SPAN[step]))
    await Promise.all(
      [...hashes].flatMap(([number, ofHash]) => {
        const key = keys.seriesHash(metric, step, number)
        const fields = ofHash.map(({ at, value }) => [fieldOf(at, step), String(value)] as const)
        const set = redis.hSet(key, new Map(fields))
        const end = Math.ceil(((number + 1) * SPAN[step] + STEPS[step].kept) / 1000)
        return Number.isFinite(end) ? [set, redis.expireAt(key, end)] : [set]
      }),
    )
  }

  /** Sums the finer step's hashes that hold these moments into one point of the coarser step each. */
  async function sumUp(metric: string, step: 'hour' | 'day', moments: number[]) {
    const finer = step === 'hour' ? 'minute' : 'hour'
    const starts = [...new Set(moments.map((at) => startOf(at, step)))]
    const points = starts.map(async (at) => {
      const values = await redis.hVals(keys.seriesHash(metric, finer, at / SPAN[finer]))
      return { at, value: values.reduce((sum, value) => sum + Number(value), 0) }
    })
    await store(metric, step, await Promise.all(points))
  }

  async function pointsIn(metric: string, step: Step, number: number): Promise<Point[]> {
    const fields = await redis.hGetAll(keys.seriesHash(metric, step, number))
    const points = Object.entries(fields).map(([field, value]) => ({
      at: number * SPAN[step] + Number(field) * STEPS[step].length,
      value: Number(value),
    }))
    return points.sort((one, other) => one.at - other.at)
  }

  return {
    async setMany(samples) {
      const metrics = Map.groupBy(samples, ({ metric }) => metric)
      await Promise.all(
        Array.from(metrics, async ([metric, points]) => {
          const moments = points.map(({ at }) => at)
          await store(metric, 'minute', points)
          await sumUp(metric, 'hour', moments)
          await sumUp(metric, 'day', moments)
        }),
      )
    },

    async setSteps(samples) {
      for (const [metric, ofMetric] of Map.groupBy(samples, ({ metric }) => metric)) {
        for (const [step, points] of Map.groupBy(ofMetric, ({ step }) => step)) {
          await store(metric, step, points)
        }
      }
    },

    async range(metric, from, to, step) {
      const first = Math.floor(from / SPAN[step])
      const count = Math.max(0, Math.ceil(to / SPAN[step]) - first)
      const hashes = Array.from({ length: count }, (_, index) =>
        pointsIn(metric, step, first + index),
      )
      return (await Promise.all(hashes)).flat().filter(({ at }) => at >= from && at < to)
    },
  }
}

function fieldOf(at: number, step: Step): string {
  return String((at % SPAN[step]) / STEPS[step].length)
}
