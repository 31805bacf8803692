import {
  countActiveAccounts,
  EVENT_KINDS,
  type MinuteCounts,
  readMinuteCounts,
} from '@orrery/shared/event-counts'
import { noteGap } from '@orrery/shared/gaps'
import { ACCOUNTS, EVENTS, eventMetricOf, postMetricOf } from '@orrery/shared/metrics'
import type { Series, StepSample } from '@orrery/shared/sample'
import { readSeriesSpan, widenSeriesSpan } from '@orrery/shared/series-span'
import { DAY, HOUR, MINUTE, startOf } from '@orrery/shared/step'
import type { Store } from '@orrery/shared/store'
import { addPosts, admitLanguages, chooseLanguages, toldApart } from './languages.ts'
import { type MinuteValues, type Span, setMinutes } from './set-minutes.ts'

/** For so long the counts of a minute are kept. */
const KEPT = 2 * DAY
/** Where the past is replayed, partitions may be so far apart; what is further is found in an hour. */
const APART = 10 * MINUTE
/** So much is read at once. */
const PART = 6 * HOUR

/**
 * The job that brings the series up to date with the events that were counted: events by kind, posts
 * by language, active accounts. Each run reads on from the latest minute that was found; the first one
 * and one each hour read all that is kept, for what came late, and choose the languages anew.
 * Repeat-safe. A run tells how many values there were.
 */
export function eventCounter(store: Store, series: Series) {
  const { redis } = store
  let latest: number | undefined
  let readAllAt = Number.NEGATIVE_INFINITY

  /** @param dropped languages that count among the others from now on */
  async function count(span: Span, dropped: ReadonlySet<string>): Promise<number> {
    const minutes = await readMinuteCounts(store, span.from, span.to)
    if (minutes.size === 0) return 0
    const languages = await admitLanguages(redis, addPosts(new Map(), minutes.values()))
    const none = Array.from(dropped, (language) => [postMetricOf(language), new Map()] as const)
    const counted = new Map([...none, ...valuesOf(minutes, languages)])
    const values = await setMinutes(series, counted, span)
    const accounts = await accountsIn(store, [...minutes.keys()])
    await series.setSteps(accounts)
    latest = Math.max(...minutes.keys())
    await widenSeriesSpan(redis, { from: Math.min(...minutes.keys()), to: latest + MINUTE })
    return values + accounts.length
  }

  return async (now: number, signal: AbortSignal): Promise<number> => {
    const to = startOf(now, 'minute')
    const oldest = to - KEPT
    const isAll = now - readAllAt >= HOUR
    let dropped: ReadonlySet<string> = new Set()
    if (isAll) {
      await noteUncounted(store, oldest)
      const posts = await postsIn(store, { from: to - DAY, to }, signal)
      dropped = await chooseLanguages(redis, posts)
    }
    const next = latest === undefined ? oldest : startOf(latest - APART, 'hour')
    let values = 0
    for (const part of partsOf({ from: isAll ? oldest : Math.max(oldest, next), to })) {
      signal.throwIfAborted()
      values += await count(part, dropped)
    }
    if (isAll) readAllAt = now
    return values
  }
}

/** Minutes whose counts have expired before they were read are missing in the series for good. */
async function noteUncounted({ redis }: Store, oldest: number): Promise<void> {
  const span = await readSeriesSpan(redis)
  if (span === undefined || span.to >= oldest) return
  const reason = 'no scheduler ran, so that nothing was counted'
  await noteGap(redis, { from: span.to, to: oldest, reason })
}

async function postsIn(store: Store, span: Span, signal: AbortSignal) {
  const sums = new Map<string, number>()
  for (const { from, to } of partsOf(span)) {
    signal.throwIfAborted()
    addPosts(sums, (await readMinuteCounts(store, from, to)).values())
  }
  return sums
}

function valuesOf(minutes: Map<number, MinuteCounts>, languages: ReadonlySet<string>) {
  const values: MinuteValues = new Map()
  const set = (metric: string, at: number, value: number) => {
    const ofMetric = values.get(metric) ?? new Map<number, number>()
    values.set(metric, ofMetric.set(at, value))
  }
  for (const [at, minute] of minutes) {
    for (const kind of EVENT_KINDS) set(eventMetricOf(kind), at, minute.events[kind])
    set(
      EVENTS,
      at,
      Object.values(minute.events).reduce((sum, events) => sum + events, 0),
    )
    for (const [language, posts] of toldApart(minute, languages)) {
      set(postMetricOf(language), at, posts)
    }
  }
  return values
}

/** How many accounts were active in these minutes, and in the hours and days that they lie in. */
async function accountsIn({ redis }: Store, minutes: number[]): Promise<StepSample[]> {
  const steps = (['minute', 'hour', 'day'] as const).flatMap((step) =>
    [...new Set(minutes.map((at) => startOf(at, step)))].map((at) => ({ step, at })),
  )
  const samples = steps.map(async ({ step, at }) => ({
    metric: ACCOUNTS,
    step,
    at,
    value: await countActiveAccounts(redis, step, at),
  }))
  return (await Promise.all(samples)).filter(({ value }) => value > 0)
}

function partsOf({ from, to }: Span): Span[] {
  const starts = Array.from({ length: Math.ceil((to - from) / PART) }, (_, n) => from + n * PART)
  return starts.map((start) => ({ from: start, to: Math.min(start + PART, to) }))
}
