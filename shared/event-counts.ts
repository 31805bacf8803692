import { keys } from './keys.ts'
import type { Redis } from './redis.ts'
import { HOUR, MINUTE, STEPS, type Step } from './step.ts'
import type { Store } from './store.ts'

/** What events are: the operations of commits, and what is told of accounts. */
export const EVENT_KINDS = ['create', 'update', 'delete', 'account', 'identity'] as const
export type EventKind = (typeof EVENT_KINDS)[number]

/**
 * What came within a minute by the network's clock: all events by kind, and new posts by language. A
 * post of several languages counts for each; `und` are posts that tell none, `other` stands for
 * languages beyond the number that is told apart.
 */
export type MinuteCounts = {
  events: Record<EventKind, number>
  languages: Record<string, number>
}

export function noMinuteCounts(): MinuteCounts {
  return { events: { create: 0, update: 0, delete: 0, account: 0, identity: 0 }, languages: {} }
}

/**
 * The minutes of [from, to) in which anything came, by their start, over all partitions; times are
 * milliseconds. Minutes are kept for two days and a little.
 */
export async function readMinuteCounts(
  { redis, layout }: Pick<Store, 'redis' | 'layout'>,
  from: number,
  to: number,
): Promise<Map<number, MinuteCounts>> {
  const minutes = new Map<number, MinuteCounts>()
  const first = Math.floor(from / HOUR)
  const hours = Array.from(
    { length: Math.max(0, Math.ceil(to / HOUR) - first) },
    (_, n) => first + n,
  )
  const reads = hours.flatMap((hour) =>
    Array.from({ length: layout.partitions }, async (_, partition) => {
      const fields = await redis.hGetAll(keys.minuteCounts(partition, hour))
      for (const [field, text] of Object.entries(fields)) {
        const at = hour * HOUR + Number(field) * MINUTE
        if (at < from || at >= to) continue
        const sum = minutes.get(at) ?? noMinuteCounts()
        addMinute(sum, JSON.parse(text))
        minutes.set(at, sum)
      }
    }),
  )
  await Promise.all(reads)
  return minutes
}

function addMinute(sum: MinuteCounts, { events, languages }: MinuteCounts): void {
  for (const kind of EVENT_KINDS) sum.events[kind] += events[kind]
  for (const [language, posts] of Object.entries(languages)) {
    sum.languages[language] = (sum.languages[language] ?? 0) + posts
  }
}

/** About how many accounts wrote anything in the step of time that begins at `at` (milliseconds). */
export async function countActiveAccounts(redis: Redis, step: Step, at: number): Promise<number> {
  return redis.pfCount(keys.activeAccounts(step, Math.floor(at / STEPS[step].length)))
}

/**
 * The same of [from, to): those of all steps of it together, from the beginning of the first on. Minutes
 * are kept for two days, hours for nine.
 */
export async function countAccountsSince(
  redis: Redis,
  step: Step,
  from: number,
  to: number,
): Promise<number> {
  const { length } = STEPS[step]
  const first = Math.floor(from / length)
  const count = Math.max(0, Math.ceil(to / length) - first)
  if (count === 0) return 0
  const steps = Array.from({ length: count }, (_, index) => first + index)
  return redis.pfCount(steps.map((number) => keys.activeAccounts(step, number)))
}
