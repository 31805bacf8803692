import { setTimeout as sleep } from 'node:timers/promises'
import type { Redis } from '@orrery/shared/redis'
import { entriesRead } from './backlog.ts'
import { PARTITIONS } from './loading.ts'
import { type ProcessUse, useOf } from './process.ts'

const SAMPLE_MILLISECONDS = 500
const QUARTERS = [0.25, 0.5, 0.75, 1]

export type Watched = { name: string; pid: number }

/** The state of a run at a time in milliseconds. */
export type Sample = { at: number; entries: number; uses: Map<string, ProcessUse> }

/** Looks at the processes now and then until it is told to end. */
export function watchRun(redis: Redis, processes: Watched[]) {
  const samples: Sample[] = []
  const ended = new AbortController()

  async function look() {
    const entries = await entriesRead(redis, PARTITIONS)
    const uses = new Map<string, ProcessUse>()
    for (const { name, pid } of processes) uses.set(name, await useOf(pid))
    samples.push({ at: performance.now(), entries, uses })
  }

  async function watch() {
    while (!ended.signal.aborted) {
      await look()
      await sleep(SAMPLE_MILLISECONDS, undefined, { signal: ended.signal }).catch(() => {})
    }
    await look()
  }

  const watching = watch()
  return {
    async end() {
      ended.abort()
      await watching
      return samples
    },
  }
}

/** A figure of each quarter of the run's time, from the samples at its beginning and end. */
export function quartersOf<Figure>(
  samples: Sample[],
  figureOf: (from: Sample, to: Sample) => Figure,
): Figure[] {
  const [first] = samples
  const last = samples.at(-1)
  if (!first || !last) return []
  const sampleAt = (share: number) =>
    samples.find(({ at }) => at >= first.at + (last.at - first.at) * share) ?? last
  return QUARTERS.map((share) => figureOf(sampleAt(share - 0.25), sampleAt(share)))
}
