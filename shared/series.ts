import type { Modules } from './modules.ts'
import type { Redis } from './redis.ts'
import type { Sample, Series } from './sample.ts'
import { openHashSeries } from './series-hashes.ts'
import { openModuleSeries } from './series-module.ts'
import { oldestWritable, startOf } from './step.ts'

/**
 * RedisTimeSeries where the server has it, else plain hashes; both answer the same.
 * Writes throw a RangeError before `oldestWritable`.
 */
export function openSeries(
  redis: Redis,
  modules: Pick<Modules, 'timeSeries'>,
  clock: () => number = Date.now,
): Series {
  const { setMany, setSteps, range } = modules.timeSeries
    ? openModuleSeries(redis)
    : openHashSeries(redis)

  async function setSamples(samples: Sample[]) {
    const oldest = oldestWritable(clock())
    const late = samples.find(({ at }) => at < oldest)
    if (late) throw new RangeError(`${late.metric}: ${new Date(late.at).toISOString()} is closed`)
    await setMany(samples.map((sample) => ({ ...sample, at: startOf(sample.at, 'minute') })))
  }

  return {
    range,
    setMany: setSamples,
    setSteps: (samples) =>
      setSteps(samples.map((sample) => ({ ...sample, at: startOf(sample.at, sample.step) }))),
    set: (metric, at, value) => setSamples([{ metric, at, value }]),
  }
}
