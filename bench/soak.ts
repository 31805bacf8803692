import { loadavg } from 'node:os'
import type { BenchOptions } from './options.ts'
import type { Figures } from './result.ts'
import { runSoak, type SoakSample } from './soak-run.ts'
import { printTable, rounded } from './table.ts'

const MIB = 1024 * 1024
const SHOWN_SAMPLES = 60
/** What a garbage collector leaves lying differs by about so much from one time to the next. */
const FLAT = 1.15

/**
 * Whether memory stays flat while the indexer is stopped and resumed: what the firehose takes in the
 * last quarter of the time against the second, when it has warmed up, and what lies in the streams
 * against what may.
 */
export async function measureSoak({
  seconds,
  rate,
  seed,
  accounts,
}: BenchOptions): Promise<Figures> {
  const load = {
    seconds,
    rate,
    seed,
    accounts: accounts ?? 20_000,
    everySeconds: Math.min(60, seconds / 4),
    stoppedSeconds: Math.min(20, seconds / 12),
    maxStreamBytes: 8 * MIB,
    maxPendingBytes: 4 * MIB,
  }
  const before = loadavg()
  const { samples, isComplete, eventsPerSecond, gaps, after } = await runSoak(load)
  const figures = figuresOf(samples)
  printTable(
    ['MiB', '25 %', '50 %', '75 %', '100 %', 'last / second'],
    Object.entries(figures.meanMiB).map(([name, means]) => [
      name,
      ...means,
      rounded((means[3] ?? 0) / (means[1] ?? 1)),
    ]),
  )
  const { firehoseRatio, peakStreamsMiB, peakLagSeconds, pausedShare } = figures
  console.log(
    `\nThe firehose is ${firehoseRatio <= FLAT ? 'flat' : 'NOT flat'}: ${firehoseRatio}. Streams took up to ` +
      `${peakStreamsMiB} MiB of ${load.maxStreamBytes / MIB}; it paused ${rounded(100 * pausedShare)} % of ` +
      `the time, was up to ${peakLagSeconds} s behind and ${rounded(after.lagSeconds)} s at the end; ` +
      `${eventsPerSecond} events/s, ${gaps.length} gap(s)${isComplete ? '' : ', NOT caught up'}.`,
  )
  return {
    parameters: load,
    eventsPerSecond,
    /** Of the machine in its last minute, before and at the end: what else ran on it shows here. */
    loadAverage: [before, loadavg()].map(([minute]) => rounded(minute ?? 0)),
    isFlat: firehoseRatio <= FLAT,
    ...figures,

    gaps: gaps.length,
    atTheEnd: { lagSeconds: rounded(after.lagSeconds), streamsMiB: rounded(after.streams) },
    samples: thinned(samples),
  }
}

export function figuresOf(samples: SoakSample[]) {
  const quarter = Math.ceil(samples.length / 4)
  const quarters = [0, 1, 2, 3].map((number) => {
    return samples.slice(number * quarter, (number + 1) * quarter)
  })
  const meansOf = (name: 'firehose' | 'indexer' | 'redis' | 'streams') =>
    quarters.map((part) => rounded(part.reduce((sum, each) => sum + each[name], 0) / part.length))
  const meanMiB = {
    firehose: meansOf('firehose'),
    indexer: meansOf('indexer'),
    redis: meansOf('redis'),
    streams: meansOf('streams'),
  }
  const peakOf = (name: 'firehose' | 'streams' | 'lagSeconds') =>
    rounded(Math.max(...samples.map((each) => each[name])))
  return {
    meanMiB,
    firehoseRatio: rounded((meanMiB.firehose[3] ?? 0) / (meanMiB.firehose[1] ?? 1)),
    peakFirehoseMiB: peakOf('firehose'),
    peakStreamsMiB: peakOf('streams'),
    peakLagSeconds: peakOf('lagSeconds'),
    pausedShare: rounded(samples.filter(({ isPaused }) => isPaused).length / samples.length),
  }
}

function thinned(samples: SoakSample[]) {
  const each = Math.ceil(samples.length / SHOWN_SAMPLES)
  return samples
    .filter((_, index) => index % each === 0)
    .map(({ isPaused, ...sizes }) => ({
      ...Object.fromEntries(
        Object.entries(sizes).map(([name, value]) => [name, rounded(value, 1)]),
      ),
      isPaused,
    }))
}
