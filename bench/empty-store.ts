import { claimLayout } from '@orrery/shared/layout'
import type { Redis } from '@orrery/shared/redis'
import { openStore } from '@orrery/shared/store'
import { openWriter, type Writer } from '../indexer/writer.ts'

/** The writing side of an empty store, with the usual settings. */
export async function openEmptyStore(redis: Redis): Promise<Writer> {
  const layout = await claimLayout(redis, { partitions: 4, bucketHours: 1 })
  return openWriter(openStore(redis, layout, 48))
}
