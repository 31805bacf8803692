import { type HourCount, packDay } from '@orrery/shared/day-blob'
import {
  dayEntry,
  fieldOfSide,
  firstDayOf,
  readHistory,
  readHistoryState,
  shardOfSide,
  sideOf,
  weekOf,
} from '@orrery/shared/history'
import { INTERACTION_TYPES } from '@orrery/shared/interaction'
import { keys } from '@orrery/shared/keys'
import { claimLayout } from '@orrery/shared/layout'
import { createRandom } from '@orrery/shared/random'
import { connect, type Redis } from '@orrery/shared/redis'
import { DAY } from '@orrery/shared/step'
import { openStore } from '@orrery/shared/store'
import { startRedis } from '@orrery/shared/testing'
import { expect, test } from 'vitest'
import { rollUp } from './roll-up.ts'

const { signal } = new AbortController()
const TODAY = Math.floor(Date.now() / DAY)
const KEPT = { days: 10, weeks: 8 }
const BUSY = 3
const ACCOUNTS = [BUSY, 40, 1000]

type Made = HourCount & { day: number; account: number }

test('days lose their hours, weeks take their place, and the strongest partners stay', async () => {
  await using server = await startRedis()
  await using redis = await connect(server.url)
  const layout = await claimLayout(redis, { partitions: 1, bucketHours: 1 })
  const store = openStore(redis, layout, 48)
  const made = await writeDays(redis, 60)

  const changed = await rollUp(store, KEPT, TODAY * DAY + 5000, signal)
  expect(changed).toBeGreaterThan(0)
  expect(await rollUp(store, KEPT, TODAY * DAY + 5000, signal), 'once is enough').toBe(0)

  const state = await readHistoryState(redis)
  for (const [day, { isCoarse }] of state.days) expect(isCoarse).toBe(day + KEPT.days < TODAY)
  const joined = Array.from(state.weeks.keys()).sort((a, b) => a - b)
  expect(joined.length).toBeGreaterThan(3)
  expect(Math.min(...state.days.keys())).toBe(firstDayOf((joined.at(-1) ?? 0) + 1))
  for (const day of state.days.keys()) expect(await keysOfDay(redis, day)).toBeGreaterThan(0)
  for (const week of joined) expect(await keysOfDay(redis, firstDayOf(week))).toBe(0)

  for (const account of ACCOUNTS) {
    const all = { from: 0, to: TODAY * DAY }
    const { sent, received } = await readHistory(store, state, account, all)
    expect(received).toEqual([])
    const found = sent.map(({ at, partner, type, count, characters }) => {
      return `${at} ${partner} ${type} ${count} ${characters}`
    })
    const own = made.filter((each) => each.account === account)
    expect(found.sort()).toEqual(naiveLines(own, new Set(joined)).sort())
  }
})

test('weeks go when they are too old', async () => {
  await using server = await startRedis()
  await using redis = await connect(server.url)
  const layout = await claimLayout(redis, { partitions: 1, bucketHours: 1 })
  const store = openStore(redis, layout, 48)
  await writeDays(redis, 40)
  await rollUp(store, KEPT, TODAY * DAY, signal)
  expect((await readHistoryState(redis)).weeks.size).toBeGreaterThan(0)
  await rollUp(store, KEPT, (TODAY + 200) * DAY, signal)
  const { days, weeks } = await readHistoryState(redis)
  expect(days.size).toBe(0)
  await rollUp(store, KEPT, (TODAY + 400) * DAY, signal)
  expect(weeks.size).toBeGreaterThan(0)
  expect((await readHistoryState(redis)).weeks.size).toBe(0)
})

/** So many days before today, with other numbers of shards now and then. */
async function writeDays(redis: Redis, count: number): Promise<Made[]> {
  const random = createRandom(3)
  const all: Made[] = []
  for (let day = TODAY - count; day < TODAY; day++) {
    const shards = random.pick([16, 32, 64])
    await redis.hSet(keys.history, ...dayEntry(day, { shards, isCoarse: false }))
    for (const account of ACCOUNTS) {
      const partners = account === BUSY ? 300 : 5
      const counts = new Map<string, Made>()
      for (let index = 0; index < partners * 2; index++) {
        const [partner, hour] = [random.below(partners), random.below(24)]
        const type = random.pick([...INTERACTION_TYPES])
        const characters = type === 'reply' || type === 'quote' || type === 'post' ? 7 : 0
        const each = { day, account, partner, hour, type, count: 1 + random.below(4), characters }
        counts.set(`${partner} ${hour} ${type}`, each)
      }
      const side = sideOf(account, 'sent')
      const key = keys.dayCounts(day, shardOfSide(side, shards))
      await redis.hSet(key, fieldOfSide(side, shards), packDay([...counts.values()]))
      all.push(...counts.values())
    }
  }
  return all
}

async function keysOfDay(redis: Redis, day: number): Promise<number> {
  const shards = Array.from({ length: 64 }, (_, shard) => keys.dayCounts(day, shard))
  const there = await Promise.all(shards.map((key) => redis.exists(key)))
  return there.reduce((sum, each) => sum + each, 0)
}

/** What an account's counts must have become: by the hour, by the day, or by the week. */
function naiveLines(made: Made[], joined: ReadonlySet<number>): string[] {
  const byDay = Map.groupBy(made, ({ day }) => day)
  const days = Array.from(byDay, ([day, some]) => ({
    day,
    counts: day + KEPT.days < TODAY ? naiveStrongest(some, 100, day) : some,
  }))
  const weeks = Map.groupBy(days, ({ day }) => (joined.has(weekOf(day)) ? weekOf(day) : -day))
  return Array.from(weeks, ([week, some]) => {
    const counts = some.flatMap((each) => each.counts)
    return joined.has(week) ? naiveStrongest(counts, 50, firstDayOf(week)) : counts
  })
    .flat()
    .map(({ day, hour, partner, type, count, characters }) => {
      return `${day * DAY + hour * 3_600_000} ${partner} ${type} ${count} ${characters}`
    })
}

function naiveStrongest(counts: Made[], most: number, day: number): Made[] {
  const totals = new Map<number, number>()
  for (const { partner, count } of counts) totals.set(partner, (totals.get(partner) ?? 0) + count)
  const strongest = [...totals].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, most)
  const sums = new Map<string, Made>()
  for (const each of counts) {
    if (!strongest.some(([partner]) => partner === each.partner)) continue
    const name = `${each.partner} ${each.type}`
    const sum = sums.get(name) ?? { ...each, day, hour: 0, count: 0, characters: 0 }
    sum.count += each.count
    sum.characters += each.characters
    sums.set(name, sum)
  }
  return [...sums.values()]
}
