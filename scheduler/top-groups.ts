import { type Bucket, bucketsBetween } from '@orrery/shared/bucket'
import { readBusyAccounts } from '@orrery/shared/busy-account'
import { readHistoryState, sideOfField } from '@orrery/shared/history'
import { keys } from '@orrery/shared/keys'
import { readHash, type Span } from '@orrery/shared/members'
import { DAY, HOUR, startOf } from '@orrery/shared/step'
import type { Store } from '@orrery/shared/store'
import type { TopWindow } from '@orrery/shared/top-list'
import { groupsOf, shardsOfGroup } from './account-groups.ts'
import { type Passed, singleOf } from './top-passed.ts'
import { readRawShard } from './top-raw.ts'

/** Where everything lies that the windows span, and how to read it in parts. */
export type TopReading = {
  store: Store
  spans: Record<TopWindow, Span>
  /** From when on the longer window is read from the raw records; before it, from counts of hours. */
  rawFrom: number
  /** The days with counts, and their shards. */
  days: [day: number, shards: number][]
  buckets: Bucket[]
  busy: number[]
  /**
   * How many groups of accounts there are, by the remainder of their numbers. Accounts of different
   * groups share no key, so that each key is read once.
   */
  groups: number
  /** How many keys there are to each group. */
  keysInGroup: number
}

export async function planReading(
  store: Store,
  spans: Record<TopWindow, Span>,
): Promise<TopReading> {
  const { redis, layout } = store
  const { counted, days: all } = await readHistoryState(redis)
  const { from, to } = spans['24h']
  const rawFrom = Math.min(Math.max(counted ?? from, from), startOf(to, 'hour'))
  const buckets = await bucketsBetween(redis, layout, Math.min(rawFrom, spans['1h'].from), to)
  const days = Array.from(all)
    .filter(([day]) => day * DAY < rawFrom && (day + 1) * DAY > from)
    .map(([day, { shards }]): [number, number] => [day, shards])
  const shards = [...days.map(([, each]) => each), ...buckets.map((bucket) => bucket.shards)]
  const groups = groupsOf(shards)
  return {
    store,
    spans,
    rawFrom,
    days,
    buckets,
    busy: [...(await readBusyAccounts(redis)).keys()],
    groups,
    keysInGroup: shards.reduce((sum, each) => sum + each, 0) / groups,
  }
}

/** What passed in each window, by account and direction (`sideOf`). */
export type PassedInGroup = Record<TopWindow, Map<number, Passed>>

export type FoundBlock = { author: number; subject: number; time: number }

/** @returns also the blocks that the raw records tell of */
export async function readGroup(
  reading: TopReading,
  group: number,
): Promise<{ passed: PassedInGroup; blocks: FoundBlock[] }> {
  const { store, spans, rawFrom, groups, busy } = reading
  const passed: PassedInGroup = { '24h': new Map(), '1h': new Map() }
  const blocks: FoundBlock[] = []
  const visitor = {
    interaction(side: number, partner: number, type: number, time: number) {
      if (time >= spans['24h'].to) return
      const single = singleOf(partner, type)
      if (time >= rawFrom) passedOf(passed['24h'], side).single.push(single)
      if (time >= spans['1h'].from) passedOf(passed['1h'], side).single.push(single)
    },
    block(author: number, subject: number, time: number) {
      blocks.push({ author, subject, time })
    },
  }
  const readDays = reading.days.flatMap(([day, shards]) =>
    shardsOfGroup(group, groups, shards).map((shard) =>
      readDayShard(reading, day, { shards, shard }, passed['24h']),
    ),
  )
  const readRaw = reading.buckets.flatMap((bucket) =>
    shardsOfGroup(group, groups, bucket.shards).map((shard) =>
      readRawShard(store, bucket, shard, busy, visitor),
    ),
  )
  await Promise.all([...readDays, ...readRaw])
  return { passed, blocks }
}

async function readDayShard(
  { store, spans, rawFrom }: TopReading,
  day: number,
  { shards, shard }: { shards: number; shard: number },
  passed: Map<number, Passed>,
): Promise<void> {
  const from = (spans['24h'].from - day * DAY) / HOUR
  const to = (rawFrom - day * DAY) / HOUR
  for (const [field, bytes] of await readHash(store.bytes, keys.dayCounts(day, shard))) {
    passedOf(passed, sideOfField(field, shards, shard)).days.push({ bytes, from, to })
  }
}

function passedOf(sides: Map<number, Passed>, side: number): Passed {
  const known = sides.get(side)
  if (known) return known
  const passed: Passed = { days: [], single: [] }
  sides.set(side, passed)
  return passed
}
