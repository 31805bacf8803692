import type { NetworkEvent } from '@orrery/shared/event'
import { keys } from '@orrery/shared/keys'
import type { Redis } from '@orrery/shared/redis'
import { openSampleShelf, type SampleChanges } from './sample-shelf.ts'

/** Keeps the newest few records of each collection that a partition's authors write. */
export type SampleKeeper = {
  /**
   * Resolves when what goes with these events has gone, and what came is written.
   * @param optedOut accounts of which nothing is kept
   */
  apply(events: NetworkEvent[], now: number, optedOut?: ReadonlySet<string>): Promise<void>
}

const NOBODY: ReadonlySet<string> = new Set()
/** For all partitions. */
const MOST_BYTES = 32 * 1024 * 1024

/**
 * Samples that are there follow their records at once: they go when the record changes or is deleted,
 * or its account is not active any more, whatever the reason. Whether a record becomes one depends on
 * how many came lately; a crash may lose some. Repeat-safe, for whoever has the partition to itself.
 */
export async function openSampleKeeper(
  redis: Redis,
  partition: number,
  partitions: number,
): Promise<SampleKeeper> {
  const shelf = openSampleShelf(MOST_BYTES / partitions)
  const listKey = keys.sampled(partition)
  const listed = new Set(await redis.sMembers(listKey))
  for (const collection of listed) {
    shelf.restore(collection, await redis.hKeys(keys.samples(partition, collection)))
  }

  async function send(changes: SampleChanges): Promise<void> {
    const sent: Promise<unknown>[] = []
    for (const [collection, fields] of changes) {
      const key = keys.samples(partition, collection)
      const { going = [], coming = [] } = Object.groupBy(fields, ([, body]) =>
        body === undefined ? 'going' : 'coming',
      )
      if (going.length > 0)
        sent.push(
          redis.hDel(
            key,
            going.map(([field]) => field),
          ),
        )
      if (!shelf.has(collection)) {
        if (listed.delete(collection)) sent.push(redis.sRem(listKey, collection))
      } else if (coming.length > 0) {
        if (!listed.has(collection)) sent.push(redis.sAdd(listKey, collection))
        listed.add(collection)
        sent.push(redis.hSet(key, new Map(coming.map(([field, body]) => [field, body ?? '']))))
      }
    }
    await Promise.all(sent)
  }

  return {
    async apply(events, now, optedOut = NOBODY) {
      for (const did of optedOut) shelf.forgetAccount(did)
      for (const event of events) {
        if (optedOut.has(event.did)) continue
        if (event.kind === 'commit') shelf.follow(event, now)
        else if (event.kind === 'account' && !event.account.active) shelf.forgetAccount(event.did)
      }
      shelf.makeRoom()
      await send(shelf.takeChanges())
    },
  }
}
