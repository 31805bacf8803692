import { addCounts, type CollectionCounts, noCounts, readCounts } from './collection-counts.ts'
import { HOURS, type HourSpan, KEPT_HOURS, type Part, partsOf } from './collection-spans.ts'
import { keys } from './keys.ts'
import type { Redis } from './redis.ts'
import { HOUR, MINUTE } from './step.ts'
import type { Store } from './store.ts'

type Reading = Pick<Store, 'redis' | 'layout'>

/** How far the partitions are counted, in hours since the epoch. */
export type CountedSpan = {
  /** The first that has any event. */
  first: number
  /** The first whose counts may still change. */
  open: number
  /** The last that has any event. */
  last: number
  /** The time of the latest event, in microseconds. */
  latestUs: number
}

/** The clock of an indexer may be so far behind the network's. */
const BEHIND = 10 * MINUTE
/** A partition that is further behind the others than this has no events at all. */
const LONGEST_LAG = 8 * 24

/** Undefined where nothing was counted yet. */
export async function readCountedSpan({
  redis,
  layout,
}: Reading): Promise<CountedSpan | undefined> {
  const partitions = await Promise.all(
    Array.from({ length: layout.partitions }, (_, partition) =>
      redis.hmGet(keys.counted(partition), ['first', 'time_us']),
    ),
  )
  const firsts = partitions.flatMap(([first]) => (first ? [Number(first)] : []))
  if (firsts.length === 0) return undefined
  const times = partitions.map(([, timeUs]) => Number(timeUs ?? 0))
  const latestUs = Math.max(...times)
  const openOf = (timeUs: number) => Math.floor((timeUs / 1000 - BEHIND) / HOUR)
  const last = Math.max(...firsts, Math.floor(latestUs / 1000 / HOUR))
  const first = Math.min(...firsts)
  const open = Math.max(first, openOf(Math.min(...times)), openOf(latestUs) - LONGEST_LAG)
  return { first, open, last, latestUs }
}

/** What the totals go through, and what they leave to be read from the partitions. */
export type TotalsState = CountedSpan & { through: number }

export async function readTotalsState(store: Reading): Promise<TotalsState | undefined> {
  const span = await readCountedSpan(store)
  if (span === undefined) return undefined
  const through = await store.redis.hGet(keys.collectionTotals, THROUGH)
  return { ...span, through: through ? Number(through) : span.first }
}

/** The field of the totals that is no collection. */
export const THROUGH = 'through'

/** Counts by collection; `accounts` is the sum over parts, which counts some more than once. */
export type CountsByName = Map<string, CollectionCounts>

/** What was ever done to each collection that was ever seen, or to those named. */
export async function readEver(
  store: Reading,
  { last, ...state }: TotalsState,
  names?: string[],
): Promise<CountsByName> {
  const fields = await readFields(store.redis, keys.collectionTotals, names && [...names, THROUGH])
  const through = Number(fields.get(THROUGH) ?? state.through)
  fields.delete(THROUGH)
  const counts: CountsByName = new Map()
  addFields(counts, fields)
  await addOpenHours(store, counts, { from: through, to: last + 1 }, names)
  return counts
}

/**
 * What was done in the span to each collection that it has, or to those named. Ends that are older than
 * hours are kept for grow to whole days.
 */
export async function readSpan(
  store: Reading,
  { through, first, last }: TotalsState,
  { from, to }: HourSpan,
  names?: string[],
): Promise<CountsByName> {
  const counts: CountsByName = new Map()
  const summed = { from: Math.max(from, first - (first % HOURS.day)), to: Math.min(to, through) }
  const oldest = { hour: through - KEPT_HOURS.hourCounts, day: Number.NEGATIVE_INFINITY }
  const days = partsOf(summed, oldest).flatMap(inDays)
  await Promise.all(
    days.map(async ({ step, number }) => {
      const key = step === 'hour' ? keys.collectionHour(number) : keys.collectionDay(number)
      addFields(counts, await readFields(store.redis, key, names))
    }),
  )
  const open = { from: Math.max(from, through), to: Math.min(to, last + 1) }
  await addOpenHours(store, counts, open, names)
  return counts
}

/** Counts have no weeks. */
function inDays({ step, number }: Part): Part[] {
  if (step !== 'week') return [{ step, number }]
  return Array.from({ length: 7 }, (_, day) => ({ step: 'day' as const, number: number * 7 + day }))
}

async function addOpenHours(
  { redis, layout }: Reading,
  counts: CountsByName,
  { from, to }: HourSpan,
  names: string[] | undefined,
): Promise<void> {
  const reads: Promise<void>[] = []
  for (let hour = from; hour < to; hour++) {
    for (let partition = 0; partition < layout.partitions; partition++) {
      const key = keys.collectionCounts(partition, hour)
      reads.push(readFields(redis, key, names).then((fields) => addFields(counts, fields)))
    }
  }
  await Promise.all(reads)
}

function addFields(counts: CountsByName, fields: Map<string, string>): void {
  for (const [name, packed] of fields) {
    const read = readCounts(packed)
    const sum = counts.get(name) ?? { ...noCounts(), accounts: 0 }
    addCounts(sum, read)
    sum.accounts += read.accounts
    counts.set(name, sum)
  }
}

/** Those of the fields that a hash has, or all. */
async function readFields(
  redis: Redis,
  key: string,
  fields?: string[],
): Promise<Map<string, string>> {
  if (fields === undefined) return new Map(Object.entries(await redis.hGetAll(key)))
  if (fields.length === 0) return new Map()
  const values = await redis.hmGet(key, fields)
  const present = fields.flatMap((field, index): [string, string][] => {
    const value = values[index]
    return value == null ? [] : [[field, value]]
  })
  return new Map(present)
}

/** The names begin with the same two segments; no `span` stands for all time. */
export type AccountsQuestion = {
  names: string[]
  span: HourSpan | undefined
  /** The sum that the counts of the span tell, or 0. */
  most: number
}

/** So many estimates are joined in one command at the most, because it keeps others waiting. */
const MOST_JOINED = 2000

/**
 * About how many accounts wrote to any of the collections. Where the estimates of hours or days are
 * kept no longer, those of whole days or weeks are asked, and what was told when the counts were
 * summed up is the limit. Where very many have to be joined it is the sum of some parts.
 */
export async function estimateAccounts(
  redis: Redis,
  state: TotalsState,
  { names, span, most }: AccountsQuestion,
): Promise<number> {
  const parts = span ? accountParts(state, span) : openHours(state, 0, state.last + 1)
  const isSummed = span !== undefined && span.to <= state.through
  const isOneCount = span && [HOURS.hour, HOURS.day].includes(span.to - span.from)
  if (isSummed && isOneCount && names.length === 1 && parts.length === 1) return most
  const all = names.flatMap((name) => {
    const ofSpan = parts.map(({ step, number }) => keys.collectionAccounts(name, step, number))
    return span ? ofSpan : [keys.collectionAccountsEver(name), ...ofSpan]
  })
  let accounts = 0
  for (let at = 0; at < all.length; at += MOST_JOINED) {
    accounts += await redis.pfCount(all.slice(at, at + MOST_JOINED))
  }
  return isSummed ? Math.min(accounts, most) : accounts
}

function accountParts(state: TotalsState, { from, to }: HourSpan): Part[] {
  const { first, through } = state
  const summed = { from: Math.max(from, first), to: Math.min(to, through) }
  const hour = through - KEPT_HOURS.hourAccounts
  const day = through - KEPT_HOURS.dayAccounts
  return [...partsOf(summed, { hour, day }), ...openHours(state, from, to)]
}

function openHours({ through, last }: TotalsState, from: number, to: number): Part[] {
  const [start, end] = [Math.max(from, through), Math.min(to, last + 1)]
  return Array.from({ length: Math.max(0, end - start) }, (_, index) => {
    return { step: 'hour', number: start + index }
  })
}
