import { fenceOff } from '@orrery/shared/fence'
import {
  type Claim,
  forgetHolders,
  releaseLease,
  renewLease,
  takeLease,
} from '@orrery/shared/lease'
import type { Logger } from '@orrery/shared/logging'
import { runTogether, wait } from '@orrery/shared/loops'
import type { Redis } from '@orrery/shared/redis'

/** The right to run jobs, until `signal` aborts and as long as `isHeld` says so. */
export type Lease = { signal: AbortSignal; isHeld(): boolean }

export type LeaseOptions = {
  /** Every connection that the work writes with carries the name. */
  redis: Redis
  name: string
  /** After so long a silence, in milliseconds, the work goes to another scheduler. */
  silence: number
  log: Logger
}

const OF = 'scheduler'
const LONGEST_BEAT = 1000

/**
 * Waits until no other scheduler has the lease and does the work until the signal aborts. A former
 * holder that did not give the lease back is fenced off first, so that one that was merely
 * suspended writes nothing when it goes on.
 * @throws what the work throws, or where the lease was taken over; it is then left to lapse, because
 * writes may be on their way
 */
export async function holdLease(
  { redis, name, silence, log }: LeaseOptions,
  work: (lease: Lease) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const pause = Math.min(LONGEST_BEAT, silence / 5)
  const claim: Claim = { redis, name, milliseconds: Math.floor(silence - pause) }
  let heldUntil = 0

  /** Held times count from before the request was sent, so that no other can have it yet. */
  async function take(): Promise<boolean> {
    const asked = performance.now()
    const former = await takeLease(claim, OF)
    if (former === undefined) return false
    if (former.length > 0) {
      log.warn({ former }, 'the lease was not given back; its former holder is ended')
      await fenceOff(redis, former, log)
      await forgetHolders(redis, OF, former)
    }
    heldUntil = asked + claim.milliseconds
    return true
  }

  async function renew(over: AbortSignal): Promise<void> {
    for (;;) {
      await wait(pause, over)
      if (over.aborted) return
      const asked = performance.now()
      if (await renewLease(claim, OF)) {
        heldUntil = asked + claim.milliseconds
        continue
      }
      // What is still in hand must not be written: another does the work.
      if (redis.isOpen) redis.destroy()
      throw new Error('the lease was taken over')
    }
  }

  while (!signal.aborted && !(await take())) await wait(pause, signal)
  if (heldUntil === 0) return
  log.info('lease taken')
  // Jobs that are told to stop may still write for a while, under the lease.
  const done = new AbortController()
  const isHeld = () => performance.now() < heldUntil
  await runTogether(
    [
      (stop) => work({ signal: stop, isHeld }).finally(() => done.abort()),
      () => renew(done.signal),
    ],
    signal,
  )
  await releaseLease(claim, OF)
}
