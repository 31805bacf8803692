import { recentMap } from '@orrery/shared/recent-map'
import { type Cache, noUses, usesOf } from './cache-uses.ts'

/**
 * Gives an answer that is kept or underway under the key, else computes one; `isCostly` says that it
 * was worth keeping the last time.
 */
export type AnswerKeeper<Answer> = (
  key: string,
  now: number,
  compute: (isCostly: boolean) => Promise<Answer>,
) => Promise<Answer>

type Kept<Answer> = { answer: Answer; since: number; size: number; timer: NodeJS.Timeout }

const COSTLY_REMEMBERED = 10_000

/**
 * Keeps answers for some milliseconds after the `now` they were asked for with, and lets those who
 * ask at the same time share one computation.
 * @param sizeOf how much of `room` an answer takes, 0 where it is not worth keeping. The oldest go
 *   first; one that is larger than the room is kept alone.
 * @param options.stale for how many milliseconds more an answer is given again while another is computed
 * @param options.cache under which name its use is counted
 */
export function keepAnswers<Answer>(
  milliseconds: number,
  room: number,
  sizeOf: (answer: Answer) => number,
  { stale = 0, cache }: { stale?: number; cache?: Cache } = {},
): AnswerKeeper<Answer> {
  const uses = cache ? usesOf(cache) : noUses()
  const underway = new Map<string, Promise<Answer>>()
  const kept = new Map<string, Kept<Answer>>()
  const costly = recentMap<string, true>(COSTLY_REMEMBERED)
  let taken = 0

  function drop(key: string): void {
    const earlier = kept.get(key)
    if (earlier === undefined) return
    // A timer that goes on would hold the answer in memory.
    clearTimeout(earlier.timer)
    taken -= earlier.size
    kept.delete(key)
  }

  function keep(key: string, answer: Answer, since: number): void {
    drop(key)
    const size = sizeOf(answer)
    if (size === 0) {
      costly.delete(key)
      return
    }
    costly.set(key, true)
    for (const oldest of kept.keys()) {
      if (taken + size > room) drop(oldest)
    }
    const timer = setTimeout(() => drop(key), milliseconds + stale).unref()
    kept.set(key, { answer, since, size, timer })
    taken += size
  }

  async function answer(
    key: string,
    now: number,
    compute: (isCostly: boolean) => Promise<Answer>,
  ): Promise<Answer> {
    try {
      const computed = await compute(costly.get(key) === true)
      keep(key, computed, now)
      return computed
    } finally {
      underway.delete(key)
    }
  }

  return async (key, now, compute) => {
    const earlier = kept.get(key)
    const age = earlier ? now - earlier.since : Number.POSITIVE_INFINITY
    if (earlier && age < milliseconds) {
      uses.hit++
      return earlier.answer
    }
    const isGiven = earlier !== undefined && age < milliseconds + stale
    const before = underway.get(key)
    uses[isGiven ? 'stale' : before ? 'shared' : 'miss']++
    const shared = before ?? answer(key, now, compute)
    underway.set(key, shared)
    if (!isGiven) return shared
    // Whoever asks when it is too old to be given is told why there is no other.
    shared.catch(() => {})
    return earlier.answer
  }
}
