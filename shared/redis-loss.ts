import type { Loop } from './loops.ts'
import type { Redis } from './redis.ts'
import { aborted } from './service.ts'

/**
 * Gives a connection up for good when it breaks, for processes that write: a Redis that crashed may
 * have lost what it had acknowledged, so that what the process remembers of it is not true any more;
 * and commands that waited for the connection would be sent late, when another may have taken over.
 * To be called as soon as the connection stands.
 * @returns a loop that fails as soon as the connection is lost
 */
export function endWhenLost(redis: Redis): Loop {
  const { promise: lost, reject } = Promise.withResolvers<never>()
  lost.catch(() => {}) // the error is for those who wait; there may be none at that moment
  redis.on('error', (cause: Error) => {
    if (redis.isOpen) redis.destroy()
    reject(new Error('Redis was lost', { cause }))
  })
  return (signal) => Promise.race([lost, aborted(signal)])
}
