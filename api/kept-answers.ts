/** Gives an answer that is kept or underway under the key, else computes one. */
export type AnswerKeeper<Answer> = (
  key: string,
  now: number,
  compute: () => Promise<Answer>,
) => Promise<Answer>

/**
 * Keeps answers for some milliseconds after the `now` they were asked for with, and lets those who
 * ask at the same time share one computation.
 * @param sizeOf how much of `room` an answer takes, 0 where it is not worth keeping. The oldest go
 *   first; one that is larger than the room is kept alone.
 */
export function keepAnswers<Answer>(
  milliseconds: number,
  room: number,
  sizeOf: (answer: Answer) => number,
): AnswerKeeper<Answer> {
  const underway = new Map<string, Promise<Answer>>()
  const kept = new Map<string, { answer: Answer; since: number; size: number }>()
  let taken = 0

  function drop(key: string): void {
    taken -= kept.get(key)?.size ?? 0
    kept.delete(key)
  }

  function keep(key: string, answer: Answer, since: number): void {
    drop(key)
    const size = sizeOf(answer)
    if (size === 0) return
    for (const oldest of kept.keys()) {
      if (taken + size > room) drop(oldest)
    }
    kept.set(key, { answer, since, size })
    taken += size
    const forget = () => kept.get(key)?.answer === answer && drop(key)
    setTimeout(forget, milliseconds).unref()
  }

  async function answer(key: string, now: number, compute: () => Promise<Answer>): Promise<Answer> {
    try {
      const computed = await compute()
      keep(key, computed, now)
      return computed
    } finally {
      underway.delete(key)
    }
  }

  return async (key, now, compute) => {
    const earlier = kept.get(key)
    if (earlier && now - earlier.since < milliseconds) return earlier.answer
    const shared = underway.get(key) ?? answer(key, now, compute)
    underway.set(key, shared)
    return shared
  }
}
