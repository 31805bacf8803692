import { partitionOf } from '@orrery/shared/hash'
import { keys } from '@orrery/shared/keys'
import type { OptWord } from '@orrery/shared/opt-out'
import { applyListing } from './opt-out.ts'
import type { Writer } from './writer.ts'

/** Follows the operator's list of accounts to be left out, as far as a partition has them. */
export type Listing = {
  /**
   * For between two batches; looks at the list every few seconds.
   * @returns whom it left out now
   */
  apply(writer: Writer, partition: number, now: number): Promise<string[]>
}

const EVERY_MILLISECONDS = 5000

export function openListing(): Listing {
  let last = Number.NEGATIVE_INFINITY

  return {
    async apply(writer, partition, now) {
      if (now - last < EVERY_MILLISECONDS) return []
      last = now
      const { redis, layout } = writer.store
      const all = Object.entries(await redis.hGetAll(keys.optOutList))
      const own = all.filter(([did]) => partitionOf(did, layout.partitions) === partition)
      const words = own.map(([did, word]): [string, OptWord] => [did, word === 'in' ? 'in' : 'out'])
      return applyListing(writer, new Map(words), now)
    },
  }
}
