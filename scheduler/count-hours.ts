import { type Bucket, bucketsBetween } from '@orrery/shared/bucket'
import { BUSY_PARTS, readBusyAccounts } from '@orrery/shared/busy-account'
import { readReceived, readSent } from '@orrery/shared/codec'
import { type HourCount, packDay, readDay } from '@orrery/shared/day-blob'
import {
  dayEntry,
  fieldOfSide,
  readHistoryState,
  shardOfSide,
  sideOfField,
} from '@orrery/shared/history'
import { keys } from '@orrery/shared/keys'
import { readHash } from '@orrery/shared/members'
import { DAY, HOUR } from '@orrery/shared/step'
import type { Store } from '@orrery/shared/store'
import { groupsOf, shardsOfGroup } from './account-groups.ts'
import { type HourTallies, tallyHours } from './hour-tallies.ts'

/** How many groups of accounts are read at once. */
const GROUPS_AT_ONCE = 16

/** Some hours (0 to 23) of a day, which is the number of days since the epoch. */
export type HoursOfDay = { day: number; hours: ReadonlySet<number> }

/**
 * Counts some hours of a day from the raw records, and puts them in the place of what the day's counts
 * had of these hours. Accounts are counted in groups whose records lie in shards of
 * their own in every bucket, so that every record is read once and a few groups are in memory.
 * Repeat-safe; a reader sees each account before or after.
 * @param expiry when the counts expire, in seconds since the epoch
 * @returns how many counts the hours have
 */
export async function countHours(
  store: Store,
  { day, hours }: HoursOfDay,
  expiry: number | undefined,
  signal: AbortSignal,
): Promise<number> {
  const ofDay = await bucketsBetween(store.redis, store.layout, day * DAY, (day + 1) * DAY)
  const starts = Array.from(hours, (hour) => day * DAY + hour * HOUR)
  const buckets = ofDay.filter(({ start, span }) => {
    return starts.some((at) => start < at + HOUR && start + span > at)
  })
  const shards = await shardsOfDay(store, day, buckets)
  const groups = groupsOf([shards, ...buckets.map((bucket) => bucket.shards)])
  const busy = [...(await readBusyAccounts(store.redis)).keys()]
  const work: DayWork = { store, day, hours, shards, buckets, groups, busy, expiry }
  let rows = 0
  for (let group = 0; group < groups; group += GROUPS_AT_ONCE) {
    signal.throwIfAborted()
    const some = range(group, Math.min(group + GROUPS_AT_ONCE, groups))
    rows += sum(await Promise.all(some.map((each) => countGroup(work, each))))
  }
  return rows
}

type DayWork = HoursOfDay & {
  store: Store
  shards: number
  buckets: Bucket[]
  /** How many groups of accounts there are: the remainder of an account's number names its group. */
  groups: number
  busy: number[]
  expiry: number | undefined
}

/** Settled when the day is first counted: enough for about fifty accounts in each. */
async function shardsOfDay({ redis }: Store, day: number, buckets: Bucket[]): Promise<number> {
  const most = Math.max(1, ...buckets.map(({ shards }) => shards))
  await redis.hSetNX(keys.history, ...dayEntry(day, { shards: most * 2, isCoarse: false }))
  const { days } = await readHistoryState(redis)
  return days.get(day)?.shards ?? most * 2
}

async function countGroup(work: DayWork, group: number): Promise<number> {
  const { shards, groups } = work
  const tallies = tallyHours()
  await Promise.all(work.buckets.map((bucket) => tallyBucket(work, bucket, group, tallies)))
  const counts = tallies.counts()
  const byShard = Map.groupBy(counts, ([side]) => shardOfSide(side, shards))
  await Promise.all(
    shardsOfGroup(group, groups, shards).map((shard) => {
      return writeShard(work, shard, new Map(byShard.get(shard)))
    }),
  )
  return sum(Array.from(counts.values(), ({ length }) => length))
}

async function tallyBucket(
  { store, day, hours, groups, busy }: DayWork,
  bucket: Bucket,
  group: number,
  tallies: HourTallies,
): Promise<void> {
  const isWanted = ({ time }: { time: number }) => {
    const hour = Math.floor(time / HOUR) - day * 24
    return hours.has(hour)
  }
  await Promise.all(
    shardsOfGroup(group, groups, bucket.shards).map(async (shard) => {
      const accounts = busy.filter((account) => account % bucket.shards === shard)
      const receivedKeys = [
        keys.received(bucket.number, shard),
        ...accounts.flatMap((account) =>
          range(0, BUSY_PARTS).map((part) => keys.receivedPart(bucket.number, account, part)),
        ),
      ]
      const [sent, ...received] = await Promise.all([
        readHash(store.bytes, keys.sent(bucket.number, shard)),
        ...receivedKeys.map((key) => readHash(store.bytes, key)),
      ])
      for (const [field, value] of sent) {
        const member = readSent(bucket, shard, field, value)
        if (isWanted(member)) tallies.addSent(member)
      }
      // A link may lie in two of the keys while it moves from one to the other.
      const members = new Map(
        received
          .flat()
          .map(([field, value]) => [field.toString('latin1'), [field, value] as const]),
      )
      const links = Array.from(members.values(), ([field, value]) =>
        readReceived(bucket, shard, field, value),
      )
      for (const [subject, some] of Map.groupBy(links.filter(isWanted), (link) => link.subject)) {
        if (subject !== undefined) tallies.addReceived(subject, some)
      }
    }),
  )
}

async function writeShard(
  { store, day, hours, shards, expiry }: DayWork,
  shard: number,
  counts: Map<number, HourCount[]>,
): Promise<void> {
  const key = keys.dayCounts(day, shard)
  const set: Buffer[] = []
  const gone: Buffer[] = []
  for (const [field, bytes] of await readHash(store.bytes, key)) {
    const side = sideOfField(field, shards, shard)
    const others = Array.from(readDay(bytes)).filter(({ hour }) => !hours.has(hour))
    const packed = packDay([...others, ...(counts.get(side) ?? [])])
    counts.delete(side)
    if (packed.length === 0) gone.push(field)
    else if (!packed.equals(bytes)) set.push(field, packed)
  }
  for (const [side, some] of counts) set.push(fieldOfSide(side, shards), packDay(some))
  const sent: Promise<unknown>[] = []
  if (set.length > 0) sent.push(store.redis.sendCommand(['HSET', key, ...set]))
  if (gone.length > 0) sent.push(store.redis.hDel(key, gone))
  if (set.length > 0 && expiry !== undefined) sent.push(store.redis.expireAt(key, expiry))
  await Promise.all(sent)
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, index) => from + index)
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, each) => total + each, 0)
}
