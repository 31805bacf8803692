import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Redis } from '@orrery/shared/redis'

/** The right to consume a partition, until `signal` aborts. */
export type Lease = { signal: AbortSignal; isHeld(): boolean }

const RENEW = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])`
const RELEASE = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])`

/**
 * Runs the body whenever the lease can be had, until the signal aborts. The lease is renewed three
 * times within `milliseconds`; one that could not be renewed in time counts as lost, by the clock
 * of this process and counted from before the renewal was sent, so that no other can hold it yet.
 */
export async function whileLeased(
  redis: Redis,
  key: string,
  milliseconds: number,
  signal: AbortSignal,
  body: (lease: Lease) => Promise<void>,
): Promise<void> {
  const token = randomUUID()
  const expiration = { type: 'PX', value: milliseconds } as const
  while (!signal.aborted) {
    const asked = performance.now()
    const given = await redis.set(key, token, { condition: 'NX', expiration })
    if (given === null) {
      await sleep(milliseconds / 3, undefined, { signal }).catch(() => {})
      continue
    }
    const lost = new AbortController()
    let heldUntil = asked + milliseconds
    const ended = AbortSignal.any([signal, lost.signal])
    const renewing = renew(redis, { key, token, milliseconds, ended, lost }, (until) => {
      heldUntil = until
    })
    renewing.catch(() => lost.abort())
    try {
      await body({ signal: ended, isHeld: () => performance.now() < heldUntil })
    } finally {
      lost.abort()
      await renewing
      await redis.eval(RELEASE, { keys: [key], arguments: [token] })
    }
  }
}

type Renewal = {
  key: string
  token: string
  milliseconds: number
  ended: AbortSignal
  lost: AbortController
}

async function renew(
  redis: Redis,
  { key, token, milliseconds, ended, lost }: Renewal,
  extend: (heldUntil: number) => void,
): Promise<void> {
  const call = { keys: [key], arguments: [token, String(milliseconds)] }
  while (!ended.aborted) {
    await sleep(milliseconds / 3, undefined, { signal: ended }).catch(() => {})
    if (ended.aborted) return
    const asked = performance.now()
    const kept = await redis.eval(RENEW, call)
    if (kept === 1) extend(asked + milliseconds)
    else lost.abort()
  }
}
