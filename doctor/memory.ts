import { listBuckets } from '@orrery/shared/bucket'
import { INTERACTION_TYPES } from '@orrery/shared/interaction'
import { metricOf } from '@orrery/shared/metrics'
import type { ServerFacts } from '@orrery/shared/redis-care'
import type { Series } from '@orrery/shared/sample'
import { readSeriesSpan } from '@orrery/shared/series-span'
import { DAY, HOUR, MINUTE, type Step, startOf } from '@orrery/shared/step'
import type { Store } from '@orrery/shared/store'
import { bytesText } from './amounts.ts'
import { type Finding, findingsIn } from './finding.ts'
import { forecastOf, tellForecast } from './forecast.ts'

const { unknown } = findingsIn('memory')

/** What Redis may take of a machine's memory where it has no maxmemory. */
const SHARE_OF_SYSTEM = 0.75
/**
 * With all the other links that come between (bench/results/memory.json); a store of few shows mostly
 * what an empty one takes.
 */
const MEASURED_BYTES = 77
const FEW = 1_000_000
/** Fewer minutes tell no rate. */
const LEAST_MINUTES = 5

type Growing = {
  store: Store
  series: Series
  /** For how long history is kept by the hour and by the day together, and by the week, in days. */
  history: { fine: number; coarse: number }
  lagSeconds: number | null
}

/** How long memory will do, and what it comes to, as far as that can be told. */
export async function checkMemory(
  { store, series, history, lagSeconds }: Growing,
  servers: ServerFacts[],
  now: number,
): Promise<{ finding: Finding; peak?: number }> {
  const used = sum(servers.map(({ usedMemory }) => usedMemory))
  const hasLimit = servers.every(({ maxMemory }) => maxMemory > 0)
  const limit = sum(
    servers.map(({ maxMemory, systemMemory }) => maxMemory || systemMemory * SHARE_OF_SYSTEM),
  )
  const limitName = hasLimit ? 'maxmemory' : 'three quarters of the machine'
  const readUntil = now - (lagSeconds ?? 0) * 1000
  const [buckets, span] = await Promise.all([
    listBuckets(store.redis, store.layout),
    readSeriesSpan(store.redis),
  ])
  const [oldest] = buckets
  const to = startOf(readUntil, 'minute') - MINUTE
  const from = Math.max(to - HOUR, span?.from ?? to)
  if (!span || !oldest || to - from < LEAST_MINUTES * MINUTE) {
    const finding = unknown(
      `${bytesText(used)} of ${bytesText(limit)} (${limitName}) is used; too little has been counted to say how it will grow`,
      'Ask again when the firehose has run for ten minutes.',
    )
    return { finding }
  }
  const recent = await interactionsIn(series, from, to, 'minute')
  const since = startOf(Math.max(oldest.start, now - store.retention), 'hour')
  const held = await interactionsIn(series, since, now, 'hour')
  const growth = {
    ...{ used, limit },
    rate: (recent / (to - from)) * 1000,
    bytesPerInteraction: held < FEW ? MEASURED_BYTES : used / held,
    retention: store.retention / 1000,
    age: (readUntil - oldest.start) / 1000,
    history: (history.fine * DAY) / 1000,
    weeks: ((history.fine + history.coarse) * DAY) / 1000,
    historyAge: (readUntil - span.from) / 1000,
  }
  return { finding: tellForecast(growth, limitName), peak: forecastOf(growth).peak }
}

async function interactionsIn(
  series: Series,
  from: number,
  to: number,
  step: Step,
): Promise<number> {
  const counts = await Promise.all(
    INTERACTION_TYPES.map((type) => series.range(metricOf(type), from, to, step)),
  )
  return sum(counts.flat().map(({ value }) => value))
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, each) => total + each, 0)
}
