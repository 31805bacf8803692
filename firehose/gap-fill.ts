import type { Gap } from '@orrery/shared/gaps'
import { isOfFeed, TOLERANCE_US } from './gap.ts'

/**
 * Tells which of the gaps that are noted one connection fills after all, as where cursors were lost or
 * deleted and the server has the time: those that it goes through from before their beginning to their
 * end without a hole. Times of events are in Unix microseconds.
 */
export function createGapFill(gaps: Gap[]): (timeUs: number) => Gap[] {
  let open = gaps.filter(isOfFeed)
  let latest: number | undefined

  return (timeUs) => {
    if (open.length === 0) return []
    const before = latest ?? Number.NEGATIVE_INFINITY
    latest = Math.max(timeUs, before)
    const hole = latest - before > TOLERANCE_US ? { from: before, to: latest } : undefined
    if (hole) open = open.filter(({ from, to }) => !reachesInto(hole, from * 1000, to * 1000))
    const end = latest / 1000
    const filled = open.filter(({ to }) => to <= end)
    if (filled.length > 0) open = open.filter(({ to }) => to > end)
    return filled
  }
}

/** Whether a gap lies in a hole by more than what servers mix up. */
function reachesInto(hole: { from: number; to: number }, from: number, to: number): boolean {
  return from + TOLERANCE_US < hole.to && to > hole.from
}
