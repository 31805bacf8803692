import { type BucketEntry, bucketOf, estimateRecords, readEntries } from './bucket.ts'
import { keys } from './keys.ts'
import { dayOf } from './sketch.ts'
import { keptSince, type Store } from './store.ts'

/** What the index holds; times are milliseconds since the epoch. */
export type LinkStats = {
  /** About how many accounts made links, within what is kept, also where none of them is left. */
  dids: number
  /** About how many (target, collection, path) they were to. */
  targetables: number
  /** How many records with links there are; an estimate where they are very many. */
  linkingRecords: number
  /** When the first record came that was ever indexed. */
  startedAt: number | undefined
  completeSince: number
}

/** Fewer shards than this are counted one by one. */
const COUNTED_SHARDS = 16_384

export async function readLinkStats(store: Store, now: number): Promise<LinkStats> {
  const [entries, begun] = await Promise.all([
    readKept(store, now),
    store.redis.hGet(keys.layout, 'begun'),
  ])
  const days = daysOf(store, entries)
  const [dids, targetables, linkingRecords] = await Promise.all([
    store.redis.pfCount(days.map((day) => keys.sketch('authors', day))),
    store.redis.pfCount(days.map((day) => keys.sketch('targets', day))),
    countRecords(store, entries),
  ])
  return {
    dids,
    targetables,
    linkingRecords,
    startedAt: begun === null ? undefined : Number(begun),
    completeSince: startOf(store, entries, now),
  }
}

/** From when on the index holds all links that were made; `now` where it holds nothing yet. */
export async function readCompleteSince(store: Store, now: number): Promise<number> {
  return startOf(store, await readKept(store, now), now)
}

function startOf(store: Store, [first]: BucketEntry[], now: number): number {
  if (first === undefined) return now
  return Math.max(keptSince(store, now), bucketOf(store.layout, first).start + first.offset)
}

async function readKept(store: Store, now: number): Promise<BucketEntry[]> {
  const oldest = keptSince(store, now)
  const entries = await readEntries(store.redis)
  return entries.filter((entry) => {
    const { start, span } = bucketOf(store.layout, entry)
    return start + span > oldest
  })
}

/** The days that the buckets have records of. One stands for none, as there is no count of nothing. */
function daysOf({ layout }: Store, entries: BucketEntry[]): number[] {
  const days = entries.flatMap((entry) => {
    const { start, span } = bucketOf(layout, entry)
    const first = dayOf(start)
    return Array.from({ length: dayOf(start + span - 1) - first + 1 }, (_, index) => first + index)
  })
  return days.length > 0 ? [...new Set(days)] : [0]
}

async function countRecords({ redis }: Store, entries: BucketEntry[]): Promise<number> {
  const shards = entries.reduce((sum, entry) => sum + entry.shards, 0)
  let records = 0
  for (const entry of entries) {
    records += await estimateRecords(redis, entry, shards <= COUNTED_SHARDS ? shards : undefined)
  }
  return Math.round(records)
}
