import type { InteractionType } from './interaction.ts'
import type { Modules } from './modules.ts'
import type { Redis } from './redis.ts'
import { openHashSeries } from './series-hashes.ts'
import { openModuleSeries } from './series-module.ts'
import { oldestWritable, type Step, startOf } from './step.ts'

/** A count that belongs to the minute `at` lies in. */
export type Sample = { metric: string; at: number; value: number }

/** The sum of the minutes of one step that begins at `at`. */
export type Point = { at: number; value: number }

/**
 * Global series of counts. They are written by the minute; hours and days follow by themselves. A
 * write sets the value of its minute, so that writing twice changes nothing. One process writes.
 */
export type Series = {
  set(metric: string, at: number, value: number): Promise<void>
  setMany(samples: Sample[]): Promise<void>
  /** Oldest first, steps that begin in [from, to); a step nobody wrote to is missing, not zero. */
  range(metric: string, from: number, to: number, step: Step): Promise<Point[]>
}

/**
 * RedisTimeSeries where the server has it, else plain hashes; both answer the same.
 * Writes throw a RangeError before `oldestWritable`.
 */
export function openSeries(
  redis: Redis,
  modules: Pick<Modules, 'timeSeries'>,
  clock: () => number = Date.now,
): Series {
  const { setMany, range } = modules.timeSeries ? openModuleSeries(redis) : openHashSeries(redis)

  async function setSamples(samples: Sample[]) {
    const oldest = oldestWritable(clock())
    const late = samples.find(({ at }) => at < oldest)
    if (late) throw new RangeError(`${late.metric}: ${new Date(late.at).toISOString()} is closed`)
    await setMany(samples.map((sample) => ({ ...sample, at: startOf(sample.at, 'minute') })))
  }

  return {
    range,
    setMany: setSamples,
    set: (metric, at, value) => setSamples([{ metric, at, value }]),
  }
}

/** The metric that counts the interactions of one type on the whole network. */
export function metricOf(type: InteractionType): string {
  return `interactions:${type}`
}
