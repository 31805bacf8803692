/** Calls somebody who may be away: it throws what the call throws, or what it threw a moment ago. */
export type Breaker = <Answer>(call: () => Promise<Answer>) => Promise<Answer>

export type BreakerOptions = {
  /** How long after a failure nobody is called, in milliseconds. */
  rest: number
  clock: () => number
  /** Told once when calls begin to fail, and once when they succeed again. */
  onOutage(error: unknown): void
  onReturn(): void
}

export function createBreaker({ rest, clock, onOutage, onReturn }: BreakerOptions): Breaker {
  let outage: { error: unknown; until: number } | undefined

  return async (call) => {
    if (outage && clock() < outage.until) throw outage.error
    try {
      const answer = await call()
      if (outage) onReturn()
      outage = undefined
      return answer
    } catch (error) {
      if (!outage) onOutage(error)
      outage = { error, until: clock() + rest }
      throw error
    }
  }
}
