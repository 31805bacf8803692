import type { Counts } from '@orrery/shared/circle'
import { countAccountsSince } from '@orrery/shared/event-counts'
import { INTERACTION_TYPES, type InteractionType } from '@orrery/shared/interaction'
import { keys } from '@orrery/shared/keys'
import { EVENTS, metricOf, OTHER_LANGUAGES, postMetricOf } from '@orrery/shared/metrics'
import type { Redis } from '@orrery/shared/redis'
import type { Point, Series } from '@orrery/shared/sample'
import type { Stats } from '@orrery/shared/stats'
import { DAY, HOUR, MINUTE, startOf } from '@orrery/shared/step'
import { readFeedState, readLatestGaps } from './feed-state.ts'
import { keepAnswers } from './kept-answers.ts'
import type { Stored } from './stored.ts'

type TypeCounts = Record<InteractionType, number>

/** How many minutes the count may be behind before it is told as missing. */
const LATE_MINUTES = 3

/** How many languages are named. */
const LANGUAGES = 10

/** For how long (milliseconds) an answer serves all who ask. */
const KEPT = 5000

type StatsSources = { stored: Pick<Stored, 'store' | 'series'>; now: number }

/** Gives the statistics. */
export function openStats() {
  const keep = keepAnswers<Stats>(KEPT, 1, () => 1, { cache: 'stats' })
  return ({ stored, now }: StatsSources) => keep('', now, () => statsOf({ stored, now }))
}

/**
 * Totals up to the last minute that was counted, or up to now where counting is late. Minutes that
 * nobody counted are zero.
 */
export async function statsOf({ stored, now }: StatsSources): Promise<Stats> {
  const { store, series } = stored
  const end = startOf(now, 'minute')
  const oldest = end - DAY - LATE_MINUTES * MINUTE
  const [minutes, events, feed] = await Promise.all([
    readMinutes(series, oldest, end),
    series.range(EVENTS, oldest, end, 'minute'),
    readFeedState(store, now),
  ])
  const newest = Math.max(...minutes.keys())
  const isLate = newest < end - LATE_MINUTES * MINUTE
  const to = isLate ? end : newest + MINUTE
  const hour = Array.from({ length: HOUR / MINUTE }, (_, index) => to - HOUR + index * MINUTE)
  const latest = minutes.get(to - MINUTE)
  const [accounts, languages, begun, gaps] = await Promise.all([
    readAccounts(store.redis, now),
    readLanguages(store.redis, series, to),
    store.redis.hGet(keys.layout, 'begun'),
    readLatestGaps(store, feed, now),
  ])
  return {
    from: isoOf(to - HOUR),
    to: isoOf(to),
    lastMinute: latest ? sumOf([latest]) : null,
    lastHour: sumOf(hour.flatMap((at) => minutes.get(at) ?? [])),
    lastDay: sumOf([...minutes].filter(([at]) => at >= to - DAY).map(([, counts]) => counts)),
    perMinute: hour.map((at) => ({ at: isoOf(at), ...(minutes.get(at) ?? noCounts()) })),
    events: eventsUpTo(to, events),
    accounts,
    languages,
    lagSeconds: feed.lagSeconds,
    since: begun === null ? null : isoOf(Number(begun)),
    gaps,
  }
}

function eventsUpTo(to: number, points: Point[]): Stats['events'] {
  const since = (from: number) =>
    points.reduce((sum, { at, value }) => (at >= from && at < to ? sum + value : sum), 0)
  const lastMinute = points.find(({ at }) => at === to - MINUTE)?.value ?? null
  return {
    perSecond: lastMinute === null ? null : Math.round(lastMinute / 6) / 10,
    lastMinute,
    lastHour: since(to - HOUR),
    lastDay: since(to - DAY),
  }
}

/** Of the last hour by the minute, of the last day by the hour. */
async function readAccounts(redis: Redis, now: number): Promise<Stats['accounts']> {
  const [lastHour, lastDay] = await Promise.all([
    countAccountsSince(redis, 'minute', now - HOUR, now),
    countAccountsSince(redis, 'hour', now - DAY, now),
  ])
  return { lastHour, lastDay }
}

/** In the posts of the last day, by the hour. */
async function readLanguages(redis: Redis, series: Series, to: number) {
  const told = [...(await redis.sMembers(keys.seriesLanguages)), OTHER_LANGUAGES]
  const from = startOf(to - DAY, 'hour') + HOUR
  const all = told.map(async (language) => {
    const hours = await series.range(postMetricOf(language), from, to, 'hour')
    return { language, posts: hours.reduce((sum, { value }) => sum + value, 0) }
  })
  const languages = (await Promise.all(all)).filter(({ posts }) => posts > 0)
  return languages
    .sort((one, other) => other.posts - one.posts || (one.language < other.language ? -1 : 1))
    .slice(0, LANGUAGES)
}

/** The minutes of [from, to) that were counted, by their start. */
async function readMinutes(
  series: Series,
  from: number,
  to: number,
): Promise<Map<number, TypeCounts>> {
  const minutes = new Map<number, TypeCounts>()
  const read = INTERACTION_TYPES.map(async (type) => {
    for (const { at, value } of await series.range(metricOf(type), from, to, 'minute')) {
      const counts = minutes.get(at) ?? noCounts()
      counts[type] = value
      minutes.set(at, counts)
    }
  })
  await Promise.all(read)
  return minutes
}

function sumOf(all: TypeCounts[]): Counts {
  const sum = { ...noCounts(), total: 0 }
  for (const counts of all) {
    for (const type of INTERACTION_TYPES) {
      sum[type] += counts[type]
      sum.total += counts[type]
    }
  }
  return sum
}

function noCounts(): TypeCounts {
  return { like: 0, repost: 0, reply: 0, quote: 0, post: 0 }
}

function isoOf(at: number): string {
  return new Date(at).toISOString()
}
