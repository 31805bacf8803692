/** How much may still be done at this moment; it grows with time up to a limit. */
export type Allowance = {
  /** Uses one, if there is one. @param now milliseconds */
  take(now: number): boolean
}

export function openAllowance(most: number, perSecond: number): Allowance {
  let left = most
  let since = Number.NEGATIVE_INFINITY

  return {
    take(now) {
      left = Math.min(most, left + (Math.max(0, now - since) / 1000) * perSecond)
      since = now
      if (left < 1) return false
      left--
      return true
    },
  }
}
