import { type Bucket, spanOf } from '@orrery/shared/bucket'
import { INTERACTION_TYPES, type InteractionType } from '@orrery/shared/interaction'
import { metricOf } from '@orrery/shared/metrics'
import type { Series } from '@orrery/shared/sample'
import { HOUR, MINUTE, oldestWritable, startOf } from '@orrery/shared/step'
import type { Store } from '@orrery/shared/store'
import { type Span, setMinutes } from './set-minutes.ts'

export type Counts = Record<InteractionType, number>

/**
 * Counts the interactions of [from, to) by minute from the raw records: start of the minute ->
 * counts. Minutes without any are left out.
 */
export type CountMinutes = (
  from: number,
  to: number,
  signal: AbortSignal,
) => Promise<Map<number, Counts>>

/** What bounds the minutes that can be counted; `bucket` and `retention` are milliseconds. */
export type Limits = { bucket: number; retention: number }

const LATEST = 3 * MINUTE
const RECOUNT_EVERY = 10

/**
 * The complete minutes to count at this moment: those of this bucket in the last hour, which cost no
 * more to read than the last of them; every ten minutes the whole of this bucket and the one before
 * it, for what came late or was deleted; and the latest three in any case. Never a minute whose
 * records begin to expire, or that the series might close (within the hour) while it is counted.
 */
export function minutesToCount(now: number, { bucket, retention }: Limits): Span {
  const to = startOf(now, 'minute')
  const isRecount = (to / MINUTE) % RECOUNT_EVERY === 0
  const current = Math.floor((to - 1) / bucket)
  const begun = Math.max(current * bucket, to - HOUR)
  const wanted = isRecount ? (current - 1) * bucket : Math.min(begun, to - LATEST)
  return { from: Math.max(wanted, countableSince(now, retention)), to }
}

function countableSince(now: number, retention: number): number {
  const countable = Math.max(now - retention, oldestWritable(now) + HOUR)
  return Math.ceil(countable / MINUTE) * MINUTE
}

/** What the job works with; `changed` tells which finished buckets to count again. */
export type MinuteWork = {
  store: Store
  series: Series
  count: CountMinutes
  changed: (now: number) => Promise<Bucket[]>
}

/** The job: brings the series up to date with the records. */
export async function countMinutes(
  { store, series, count, changed }: MinuteWork,
  now: number,
  signal: AbortSignal,
): Promise<number> {
  const { retention } = store
  const oldest = countableSince(now, retention)
  const spans = (await changed(now)).map(({ start, span }) => ({
    from: Math.max(start, oldest),
    to: start + span,
  }))
  spans.push(minutesToCount(now, { bucket: spanOf(store.layout), retention }))
  let rows = 0
  for (const span of spans) {
    if (span.from < span.to) rows += await updateMinutes(series, count, span, signal)
  }
  return rows
}

/**
 * Sets the counts of a span in the series. A minute that has no interactions any more becomes zero;
 * one that never had any stays missing, because nobody may have been watching.
 * @returns how many values were given
 */
export async function updateMinutes(
  series: Series,
  countMinutes: CountMinutes,
  span: Span,
  signal: AbortSignal,
): Promise<number> {
  const minutes = await countMinutes(span.from, span.to, signal)
  const valuesOf = (type: InteractionType) =>
    new Map(Array.from(minutes, ([at, counts]) => [at, counts[type]]))
  const values = new Map(INTERACTION_TYPES.map((type) => [metricOf(type), valuesOf(type)]))
  return setMinutes(series, values, span)
}
