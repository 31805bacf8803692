import { wait } from '@orrery/shared/loops'
import type { Redis } from '@orrery/shared/redis'

const LOOK = 20
const PATIENCE = 3000

/**
 * Waits for the connection, so that a process that takes over from another has an answer for its
 * first request; not for long, because without Redis the API is there to say so.
 */
export async function redisAtFirst(redis: Redis, signal: AbortSignal): Promise<void> {
  const deadline = performance.now() + PATIENCE
  while (!redis.isReady && !signal.aborted && performance.now() < deadline) await wait(LOOK, signal)
}
