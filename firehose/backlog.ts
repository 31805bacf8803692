import { keys } from '@orrery/shared/keys'
import type { Redis } from '@orrery/shared/redis'
import type { Brake } from './brake.ts'

const RESUME_SHARE = 0.8
/** So much of what the streams may take is taken at most between two looks at them. */
const BLIND_SHARE = 0.25

export type Backlog = {
  /** Takes note of bytes that go to the streams. */
  add(bytes: number): void
  /** Looks how much the streams take. */
  check(): Promise<void>
}

/**
 * Holds the brake while the streams take more than `maxBytes` of Redis' memory, because the indexer
 * is behind, until they take a fifth less. However late the next look
 * comes, as on a machine that has too much to do, no more than a quarter is added until then.
 */
export function createBacklog(
  redis: Redis,
  brake: Brake,
  { partitions, maxBytes }: { partitions: number; maxBytes: number },
): Backlog {
  let unseen = 0

  return {
    add(bytes) {
      unseen += bytes
      if (unseen > maxBytes * BLIND_SHARE) brake.hold('indexer')
    },
    async check() {
      unseen = 0
      const sizes = await Promise.all(
        Array.from({ length: partitions }, (_, partition) =>
          // Of all nodes: Redis would sample the oldest, which are large while the past is caught up with.
          redis.memoryUsage(keys.events(partition), { SAMPLES: 0 }),
        ),
      )
      const bytes = sizes.reduce((sum: number, size) => sum + (size ?? 0), 0)
      if (bytes > maxBytes) brake.hold('indexer')
      else if (bytes < maxBytes * RESUME_SHARE) brake.release('indexer')
    },
  }
}
