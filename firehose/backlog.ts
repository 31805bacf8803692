import { keys } from '@orrery/shared/keys'
import type { Redis } from '@orrery/shared/redis'
import type { Brake } from './brake.ts'

const RESUME_SHARE = 0.8

/**
 * Holds the brake while the streams take more than `maxBytes` of Redis' memory, because the indexer
 * is behind, until they take a fifth less. Sizes are estimated from samples.
 */
export async function checkBacklog(
  redis: Redis,
  brake: Brake,
  { partitions, maxBytes }: { partitions: number; maxBytes: number },
): Promise<void> {
  const sizes = await Promise.all(
    Array.from({ length: partitions }, (_, partition) =>
      redis.memoryUsage(keys.events(partition), { SAMPLES: 5 }),
    ),
  )
  const bytes = sizes.reduce((sum: number, size) => sum + (size ?? 0), 0)
  if (bytes > maxBytes) brake.hold('indexer')
  else if (bytes < maxBytes * RESUME_SHARE) brake.release('indexer')
}
