import type { Counts } from '@orrery/shared/circle'
import { INTERACTION_TYPES, type InteractionType } from '@orrery/shared/interaction'
import type { Series } from '@orrery/shared/sample'
import type { Stats } from '@orrery/shared/stats'
import { DAY, HOUR, MINUTE, startOf } from '@orrery/shared/step'

type TypeCounts = Record<InteractionType, number>

/** How many minutes the count may be behind before it is told as missing. */
const LATE_MINUTES = 3

/**
 * Totals up to the last minute that was counted, or up to now where counting is late. Minutes that
 * nobody counted are zero.
 */
export async function statsOf(series: Series, now: number): Promise<Stats> {
  const end = startOf(now, 'minute')
  const minutes = await readMinutes(series, end - DAY - LATE_MINUTES * MINUTE, end)
  const newest = Math.max(...minutes.keys())
  const isLate = newest < end - LATE_MINUTES * MINUTE
  const to = isLate ? end : newest + MINUTE
  const hour = Array.from({ length: HOUR / MINUTE }, (_, index) => to - HOUR + index * MINUTE)
  const latest = minutes.get(to - MINUTE)
  return {
    from: isoOf(to - HOUR),
    to: isoOf(to),
    lastMinute: latest ? sumOf([latest]) : null,
    lastHour: sumOf(hour.flatMap((at) => minutes.get(at) ?? [])),
    lastDay: sumOf([...minutes].filter(([at]) => at >= to - DAY).map(([, counts]) => counts)),
    perMinute: hour.map((at) => ({ at: isoOf(at), ...(minutes.get(at) ?? noCounts()) })),
  }
}

/** The minutes of [from, to) that were counted, by their start. */
async function readMinutes(
  series: Series,
  from: number,
  to: number,
): Promise<Map<number, TypeCounts>> {
  const minutes = new Map<number, TypeCounts>()
  const read = INTERACTION_TYPES.map(async (type) => {
    for (const { at, value } of await series.range(`interactions:${type}`, from, to, 'minute')) {
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
