import { parseTid } from './tid.ts'

const AHEAD = 5 * 60_000
const BEHIND = 60 * 60_000

/**
 * When a commit happened, in milliseconds: the time in its rev, which is the same on every host and
 * wire. A rev that is no TID, more than five minutes ahead of the event's arrival or more than an
 * hour behind it is not believed, and the arrival counts.
 */
export function commitTime(rev: string, time_us: number): number {
  const arrival = Math.floor(time_us / 1000)
  const tid = parseTid(rev)
  if (tid === undefined) return arrival
  const time = Math.floor(tid.micros / 1000)
  return time > arrival + AHEAD || time < arrival - BEHIND ? arrival : time
}
