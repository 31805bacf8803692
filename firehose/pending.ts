import type { Redis } from '@orrery/shared/redis'
import { endWhenLost } from '@orrery/shared/redis-loss'
import type { Brake } from './brake.ts'

/** Bytes taken from the network that Redis has not acknowledged. */
export type Pending = {
  take(bytes: number): void
  /** Gives the bytes back once the write is acknowledged. */
  settle(write: Promise<unknown>, bytes: number): void
  /** Resolves when every write so far is acknowledged, rejects where one failed. */
  settled(): Promise<void>
  /** Resolves when the signal aborts, rejects as soon as Redis fails; nothing is written after that. */
  untilFailure(signal: AbortSignal): Promise<void>
}

/**
 * Holds the brake while more than `maxBytes` are pending, until it is less than half of that. What
 * the socket had already read when it was paused still comes: some 100 kB more.
 *
 * When a write fails the connection is closed at once: a later batch that reached Redis would save
 * a cursor beyond the one that is lost.
 * @param onTake is told of all bytes that are taken
 */
export function createPending(
  redis: Redis,
  brake: Brake,
  maxBytes: number,
  onTake: (bytes: number) => void = () => {},
): Pending {
  const { promise: failed, reject } = Promise.withResolvers<never>()
  const lost = endWhenLost(redis)
  const writes = new Set<Promise<void>>()
  let pending = 0
  failed.catch(() => {}) // the error is for those who wait; there may be none at that moment

  function giveUp(cause: unknown) {
    if (redis.isOpen) redis.destroy()
    reject(new Error('Redis did not take a batch of events', { cause }))
  }

  return {
    take(bytes) {
      pending += bytes
      onTake(bytes)
      if (pending > maxBytes) brake.hold('redis')
    },
    settle(write, bytes) {
      const settling = write.then(() => {
        pending -= bytes
        if (pending < maxBytes / 2) brake.release('redis')
      }, giveUp)
      writes.add(settling)
      settling.then(
        () => writes.delete(settling),
        () => {},
      )
    },
    async settled() {
      await Promise.race([failed, Promise.all(writes)])
    },
    untilFailure: (signal) => Promise.race([failed, lost(signal)]),
  }
}
