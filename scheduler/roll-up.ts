import { type HourCount, packDay, readDay } from '@orrery/shared/day-blob'
import {
  dayEntry,
  fieldOfSide,
  firstDayOf,
  type HistoryState,
  readHistoryState,
  shardOfSide,
  sideOfField,
  weekEntry,
  weekOf,
} from '@orrery/shared/history'
import { keys } from '@orrery/shared/keys'
import { readHash } from '@orrery/shared/members'
import { DAY } from '@orrery/shared/step'
import type { Store } from '@orrery/shared/store'
import { groupsOf, shardsOfGroup } from './account-groups.ts'

/** So many partners of an account in one direction stay in a day that tells no hours, and in a week. */
const STRONGEST_OF_DAY = 100
const STRONGEST_OF_WEEK = 50
const SHARDS_AT_ONCE = 64

/**
 * Makes history coarser with age. Days older than `days` lose their hours and their weaker partners;
 * weeks that ended twice as long ago are put together and take the place of their days; weeks are
 * dropped after `weeks` weeks. Repeat-safe: a part is written whole before the registry says so.
 * @returns how many days and weeks were made or dropped
 */
export async function rollUp(
  store: Store,
  kept: { days: number; weeks: number },
  now: number,
  signal: AbortSignal,
): Promise<number> {
  const state = await readHistoryState(store.redis)
  const today = Math.floor(now / DAY)
  const old = Array.from(state.days).filter(([day]) => day + kept.days < today)
  const fine = old.filter(([, { isCoarse }]) => !isCoarse)
  for (const [day, { shards }] of fine) await coarsen(store, day, shards, signal)

  const weeks = new Set(old.map(([day]) => weekOf(day)))
  const whole = Array.from(weeks).filter((week) => firstDayOf(week + 1) + 2 * kept.days <= today)
  for (const week of whole) await joinWeek(store, state, week, kept.weeks, signal)

  const past = Array.from(state.weeks).filter(([week]) => week + kept.weeks < weekOf(today))
  for (const [week] of past) await store.redis.hDel(keys.history, `w${week}`)
  return fine.length + whole.length + past.length
}

async function coarsen(
  store: Store,
  day: number,
  shards: number,
  signal: AbortSignal,
): Promise<void> {
  await inTurns(shards, signal, async (shard) => {
    const key = keys.dayCounts(day, shard)
    const members = await readHash(store.bytes, key)
    const set = members.flatMap(([field, bytes]) => [
      field,
      packDay(strongestOf([...readDay(bytes)], STRONGEST_OF_DAY)),
    ])
    if (set.length > 0) await store.redis.sendCommand(['HSET', key, ...set])
  })
  await store.redis.hSet(keys.history, ...dayEntry(day, { shards, isCoarse: true }))
}

/** Reads the shards of the days that hold the same accounts together, a group after the other. */
async function joinWeek(
  store: Store,
  { days }: HistoryState,
  week: number,
  keptWeeks: number,
  signal: AbortSignal,
): Promise<void> {
  const own = Array.from({ length: 7 }, (_, index) => firstDayOf(week) + index)
  const parts = own.flatMap((day) => {
    const kept = days.get(day)
    return kept ? [{ day, shards: kept.shards }] : []
  })
  const shards = Math.max(...parts.map((part) => part.shards))
  const groups = groupsOf(parts.map((part) => part.shards))
  const expiry = (firstDayOf(week + 1) + keptWeeks * 7) * (DAY / 1000)
  await inTurns(groups, signal, async (group) => {
    const sides = new Map<number, HourCount[]>()
    for (const part of parts) {
      for (const shard of shardsOfGroup(group, groups, part.shards)) {
        for (const [field, bytes] of await readHash(store.bytes, keys.dayCounts(part.day, shard))) {
          const side = sideOfField(field, part.shards, shard)
          sides.set(side, [...(sides.get(side) ?? []), ...readDay(bytes)])
        }
      }
    }
    const byShard = Map.groupBy(sides, ([side]) => shardOfSide(side, shards))
    for (const [shard, some] of byShard) {
      const key = keys.weekCounts(week, shard)
      const set = some.flatMap(([side, counts]) => [
        fieldOfSide(side, shards),
        packDay(strongestOf(counts, STRONGEST_OF_WEEK)),
      ])
      await store.redis.sendCommand(['HSET', key, ...set])
      await store.redis.expireAt(key, expiry)
    }
  })
  await store.redis
    .multi()
    .hSet(keys.history, ...weekEntry(week, shards))
    .hDel(keys.history, own.map(String))
    .exec()
  for (const { day, shards: count } of parts) {
    await inTurns(count, signal, (shard) => store.redis.unlink(keys.dayCounts(day, shard)))
  }
}

/** Counts without hours, of the partners with the most interactions. */
export function strongestOf(counts: HourCount[], most: number): HourCount[] {
  const partners = Array.from(
    Map.groupBy(counts, ({ partner }) => partner),
    ([partner, some]) => ({
      partner,
      some,
      total: some.reduce((sum, { count }) => sum + count, 0),
    }),
  )
  const strongest = partners
    .sort((a, b) => b.total - a.total || a.partner - b.partner)
    .slice(0, most)
  return strongest.flatMap(({ partner, some }) =>
    Array.from(
      Map.groupBy(some, ({ type }) => type),
      ([type, same]) => ({
        partner,
        hour: 0,
        type,
        count: same.reduce((sum, { count }) => sum + count, 0),
        characters: same.reduce((sum, { characters }) => sum + characters, 0),
      }),
    ),
  )
}

async function inTurns(
  count: number,
  signal: AbortSignal,
  work: (number: number) => Promise<unknown>,
): Promise<void> {
  for (let first = 0; first < count; first += SHARDS_AT_ONCE) {
    signal.throwIfAborted()
    const length = Math.min(SHARDS_AT_ONCE, count - first)
    await Promise.all(Array.from({ length }, (_, index) => work(first + index)))
  }
}
