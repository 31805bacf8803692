import type { NetworkEvent } from '@orrery/shared/event'

/** No repository of the network is older. */
const EARLIEST = Date.UTC(2020, 0, 1)
/** More than the clocks of two machines differ, even where one of them has just been woken. */
const AHEAD = 24 * 3_600_000

/**
 * Why an event cannot be applied for its time, if so: it would lie in a bucket of a time that never
 * was, or in one that outlives everything and that every question about the present would meet.
 * @param now milliseconds since the epoch
 */
export function timeFaultOf({ time_us }: NetworkEvent, now: number): string | undefined {
  if (time_us < EARLIEST * 1000) return 'time_us: before there was a network'
  if (time_us > (now + AHEAD) * 1000) return 'time_us: more than a day in the future'
  return undefined
}
