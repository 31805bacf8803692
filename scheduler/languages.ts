import type { MinuteCounts } from '@orrery/shared/event-counts'
import { keys } from '@orrery/shared/keys'
import { OTHER_LANGUAGES } from '@orrery/shared/metrics'
import type { Redis } from '@orrery/shared/redis'

/** So many languages have a series of their own. */
const MOST_LANGUAGES = 32

/** Posts by language. */
export type Posts = Map<string, number>

export function addPosts(sums: Posts, minutes: Iterable<MinuteCounts>): Posts {
  for (const { languages } of minutes) {
    for (const [language, posts] of Object.entries(languages)) {
      sums.set(language, (sums.get(language) ?? 0) + posts)
    }
  }
  return sums
}

/** The posts of a minute, in which languages that are not told apart are one. */
export function toldApart({ languages }: MinuteCounts, told: ReadonlySet<string>): Posts {
  const posts: Posts = new Map()
  for (const [language, count] of Object.entries(languages)) {
    const name = told.has(language) ? language : OTHER_LANGUAGES
    posts.set(name, (posts.get(name) ?? 0) + count)
  }
  return posts
}

/**
 * Makes the most frequent languages those that are told apart.
 * @returns those that are so no more
 */
export async function chooseLanguages(redis: Redis, sums: Posts): Promise<Set<string>> {
  const chosen = byFrequency(sums).slice(0, MOST_LANGUAGES)
  if (chosen.length === 0) return new Set()
  const before = new Set(await redis.sMembers(keys.seriesLanguages))
  await redis.multi().del(keys.seriesLanguages).sAdd(keys.seriesLanguages, chosen).exec()
  return before.difference(new Set(chosen))
}

/**
 * Tells languages apart that were not yet, the most frequent first, as far as there is room.
 * @returns all that are told apart
 */
export async function admitLanguages(redis: Redis, sums: Posts): Promise<Set<string>> {
  const told = new Set(await redis.sMembers(keys.seriesLanguages))
  const others = byFrequency(sums).filter((language) => !told.has(language))
  const admitted = others.slice(0, Math.max(0, MOST_LANGUAGES - told.size))
  if (admitted.length > 0) await redis.sAdd(keys.seriesLanguages, admitted)
  return told.union(new Set(admitted))
}

function byFrequency(sums: Posts): string[] {
  return [...sums]
    .filter(([language]) => language !== OTHER_LANGUAGES)
    .sort(([one, many], [other, more]) => more - many || (one < other ? -1 : 1))
    .map(([language]) => language)
}
