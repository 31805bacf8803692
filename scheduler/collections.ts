import {
  addCounts,
  type CollectionCounts,
  noCounts,
  type OperationCounts,
  OTHER,
  packCounts,
  readCounts,
} from '@orrery/shared/collection-counts'
import { HOURS, KEPT_HOURS } from '@orrery/shared/collection-spans'
import { readTotalsState, THROUGH } from '@orrery/shared/collection-totals'
import { keys } from '@orrery/shared/keys'
import type { Redis } from '@orrery/shared/redis'
import { HOUR } from '@orrery/shared/step'
import type { Store } from '@orrery/shared/store'

/** So many collections have totals; anyone can invent names. */
const MOST_COLLECTIONS = 100_000

/** So many are joined before others have their turn at Redis. */
const NAMES_AT_ONCE = 20

type Counts = Map<string, OperationCounts>

/**
 * The job that sums up what the partitions counted: hours that no partition writes any more, the days
 * they belong to, and all time; and joins the estimates of accounts to days, weeks and all time.
 * Repeat-safe: hours and days are replaced, estimates joined again are the same, and the totals move
 * on together with the hour that they go through.
 * @returns how many counts were written
 */
export async function sumCollections(
  store: Store,
  now: number,
  signal: AbortSignal,
): Promise<number> {
  const state = await readTotalsState(store)
  if (state === undefined) return 0
  let rows = 0
  for (let from = state.through; from < state.open; ) {
    signal.throwIfAborted()
    const day = Math.floor(from / HOURS.day)
    const to = Math.min(state.open, (day + 1) * HOURS.day)
    rows += await sumHours(store, { day, from, to }, now)
    from = to
  }
  return rows
}

type HoursOfDay = { day: number; from: number; to: number }

async function sumHours(store: Store, hours: HoursOfDay, now: number): Promise<number> {
  const { redis } = store
  const counted = await readHours(store, hours)
  const sum = sumOf(counted.values())
  if (sum.size > 0) await joinAccounts(redis, hours, [...sum.keys()], now)
  let rows = 0
  for (const [hour, counts] of counted) {
    const packed = await withAccounts(redis, counts, 'hour', hour)
    const expiry = expiryOf(hour + 1, KEPT_HOURS.hourCounts, now)
    rows += await writeCounts(redis, keys.collectionHour(hour), packed, expiry)
  }
  if (sum.size > 0) rows += await sumDay(redis, hours)
  await moveTotals(redis, sum, hours.to)
  return rows
}

/** Each hour's counts of all partitions; collections for which there is no room are one. */
async function readHours(store: Store, { from, to }: HoursOfDay): Promise<Map<number, Counts>> {
  const read = new Map<number, Counts>()
  for (let hour = from; hour < to; hour++) read.set(hour, await readPartitions(store, hour))
  const told = await namesWithRoom(store.redis, [...sumOf(read.values()).keys()])
  for (const [hour, counts] of read) {
    const folded: Counts = new Map()
    for (const [name, each] of counts) addTo(folded, told.has(name) ? name : OTHER, each)
    read.set(hour, folded)
  }
  return read
}

async function namesWithRoom(redis: Redis, names: string[]): Promise<Set<string>> {
  if (names.length === 0) return new Set()
  const key = keys.collectionTotals
  const [known, size] = await Promise.all([redis.hmGet(key, names), redis.hLen(key)])
  let room = MOST_COLLECTIONS - size
  return new Set(names.filter((_, index) => known[index] != null || room-- > 0))
}

async function readPartitions({ redis, layout }: Store, hour: number): Promise<Counts> {
  const counts: Counts = new Map()
  const reads = Array.from({ length: layout.partitions }, (_, partition) =>
    redis.hGetAll(keys.collectionCounts(partition, hour)),
  )
  for (const fields of await Promise.all(reads)) addPacked(counts, fields)
  return counts
}

async function sumDay(redis: Redis, { day, to }: HoursOfDay): Promise<number> {
  const counts: Counts = new Map()
  for (let hour = day * HOURS.day; hour < to; hour++) {
    addPacked(counts, await redis.hGetAll(keys.collectionHour(hour)))
  }
  const packed = await withAccounts(redis, counts, 'day', day)
  return writeCounts(redis, keys.collectionDay(day), packed, undefined)
}

async function withAccounts(
  redis: Redis,
  counts: Counts,
  step: 'hour' | 'day',
  number: number,
): Promise<[string, CollectionCounts][]> {
  return Promise.all(
    Array.from(counts, async ([name, operations]): Promise<[string, CollectionCounts]> => {
      if (name === OTHER) return [name, { ...operations, accounts: 0 }]
      const accounts = await redis.pfCount(keys.collectionAccounts(name, step, number))
      return [name, { ...operations, accounts }]
    }),
  )
}

async function writeCounts(
  redis: Redis,
  key: string,
  counts: [string, CollectionCounts][],
  expiry: number | undefined,
): Promise<number> {
  if (counts.length === 0) return 0
  const fields = new Map(counts.map(([name, each]) => [name, packCounts(each)]))
  await redis.hSet(key, fields)
  if (expiry !== undefined) await redis.expireAt(key, expiry)
  return fields.size
}

async function joinAccounts(
  redis: Redis,
  { day, from, to }: HoursOfDay,
  names: string[],
  now: number,
): Promise<void> {
  const week = Math.floor(from / HOURS.week)
  const expiry = expiryOf((day + 1) * HOURS.day, KEPT_HOURS.dayAccounts + HOURS.week, now)
  const joinOne = async (name: string) => {
    const hours = Array.from({ length: to - from }, (_, index) =>
      keys.collectionAccounts(name, 'hour', from + index),
    )
    const ofDay = keys.collectionAccounts(name, 'day', day)
    await redis.pfMerge(ofDay, hours)
    await redis.expireAt(ofDay, expiry)
    await redis.pfMerge(keys.collectionAccounts(name, 'week', week), hours)
    await redis.pfMerge(keys.collectionAccountsEver(name), hours)
  }
  const told = names.filter((name) => name !== OTHER)
  for (let at = 0; at < told.length; at += NAMES_AT_ONCE) {
    await Promise.all(told.slice(at, at + NAMES_AT_ONCE).map(joinOne))
  }
}

/** Adds to the totals and says which hour they go through now, in one command. */
async function moveTotals(redis: Redis, sum: Counts, through: number): Promise<void> {
  const names = [...sum.keys()]
  const before = names.length > 0 ? await redis.hmGet(keys.collectionTotals, names) : []
  const totals = sumOf([sum])
  for (const [index, name] of names.entries()) {
    const packed = before[index]
    if (packed != null) addTo(totals, name, readCounts(packed))
  }
  const fields = new Map(Array.from(totals, ([name, each]) => [name, packCounts(each)]))
  await redis.hSet(keys.collectionTotals, fields.set(THROUGH, String(through)))
}

function addPacked(counts: Counts, fields: Record<string, string>): void {
  for (const [name, packed] of Object.entries(fields)) addTo(counts, name, readCounts(packed))
}

function sumOf(all: Iterable<Counts>): Counts {
  const sum: Counts = new Map()
  for (const counts of all) for (const [name, each] of counts) addTo(sum, name, each)
  return sum
}

function addTo(counts: Counts, name: string, each: OperationCounts): void {
  const sum = counts.get(name) ?? noCounts()
  addCounts(sum, each)
  counts.set(name, sum)
}

/** In seconds; what is counted long after it happened is kept as long. */
function expiryOf(end: number, keptHours: number, now: number): number {
  return Math.ceil((Math.max(end * HOUR, now) + keptHours * HOUR) / 1000)
}
