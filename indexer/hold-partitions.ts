import { fenceOff } from '@orrery/shared/fence'
import {
  type Claim,
  forgetHolders,
  releaseLease,
  renewLease,
  takeLease,
} from '@orrery/shared/lease'
import type { Logger } from '@orrery/shared/logging'
import { wait } from '@orrery/shared/loops'
import type { Redis } from '@orrery/shared/redis'
import { beat, leave, shareOf } from './fair-share.ts'

/** The right to consume a partition, until `signal` aborts and as long as `isHeld` says so. */
export type Lease = { partition: number; signal: AbortSignal; isHeld(): boolean }

export type HoldingOptions = {
  /** Its connections, and all others that `work` writes to the store with, carry the name. */
  redis: Redis
  name: string
  partitions: number
  /** After so long a silence the partitions go to others. */
  silence: number
  log: Logger
}

type Hold = { stop: AbortController; heldUntil: number; ended: Promise<void> }

const LONGEST_BEAT = 1000

/**
 * Holds a fair share of the partitions until the signal aborts, and runs `work` for each as long as
 * it is held. When others come, partitions are given to them as soon as their work has ended; when
 * others go, theirs are taken, and a holder that did not give them back is fenced off first.
 * @throws what `work` throws, or where a partition was taken over; its lease is then left to lapse,
 * because writes may be on their way
 */
export async function holdPartitions(
  options: HoldingOptions,
  work: (lease: Lease) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const { redis, name, partitions, silence, log } = options
  const pause = Math.min(LONGEST_BEAT, silence / 5)
  const claim: Claim = { redis, name, milliseconds: Math.floor(silence - pause) }
  const held = new Map<number, Hold>()
  const failed = new AbortController()
  const over = AbortSignal.any([signal, failed.signal])

  function begin(partition: number, heldUntil: number): void {
    const stop = new AbortController()
    const lease = {
      partition,
      signal: stop.signal,
      isHeld: () => performance.now() < hold.heldUntil,
    }
    const hold: Hold = { stop, heldUntil, ended: Promise.resolve() }
    held.set(partition, hold)
    hold.ended = work(lease)
      .then(() => {
        held.delete(partition)
        return releaseLease(claim, partition)
      })
      .catch((error) => failed.abort(error))
  }

  /** Counted from before the renewal was sent, so that no other can hold the lease yet. */
  async function renew(partition: number, hold: Hold): Promise<void> {
    const asked = performance.now()
    const isOurs = await renewLease(claim, partition)
    if (isOurs) hold.heldUntil = asked + claim.milliseconds
    else if (held.get(partition) === hold) throw new Error(`partition ${partition} was taken over`)
  }

  async function take(partition: number): Promise<void> {
    const asked = performance.now()
    const former = await takeLease(claim, partition)
    if (former === undefined) return
    if (former.length > 0) {
      log.warn({ partition, former }, 'partition was not given back; its former holder is ended')
      await fenceOff(redis, former, log)
      await forgetHolders(redis, partition, former)
    }
    begin(partition, asked + claim.milliseconds)
  }

  async function balance(): Promise<void> {
    const share = shareOf(name, await beat(redis, name, silence), partitions)
    await Promise.all(Array.from(held, ([partition, hold]) => renew(partition, hold)))
    const working = Array.from(held.values()).filter(({ stop }) => !stop.signal.aborted)
    for (const { stop } of working.slice(share)) stop.abort()
    for (let partition = 0; partition < partitions && held.size < share; partition++) {
      if (!held.has(partition)) await take(partition)
    }
  }

  try {
    while (!over.aborted) {
      await balance()
      await wait(pause, over)
    }
  } catch (error) {
    // What is still in hand must not be written: another may consume the partition.
    if (redis.isOpen) redis.destroy()
    failed.abort(error)
  }
  const holds = Array.from(held.values())
  for (const { stop } of holds) stop.abort()
  await Promise.all(holds.map(({ ended }) => ended))
  if (failed.signal.aborted) throw failed.signal.reason
  await leave(redis, name)
}
