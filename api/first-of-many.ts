import { recentMap } from '@orrery/shared/recent-map'

const REMEMBERED = 100

/**
 * Tells the first of many from the rest, as of requests that all fail for one reason: what comes
 * within the milliseconds after the last of its like is none.
 */
export function createFirstOfMany(milliseconds: number): (like: string) => boolean {
  const last = recentMap<string, number>(REMEMBERED)
  return (like) => {
    const before = last.get(like)
    const now = performance.now()
    last.set(like, now)
    return before === undefined || now - before > milliseconds
  }
}
