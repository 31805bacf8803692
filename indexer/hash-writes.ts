import type { RecentMap } from '@orrery/shared/recent-map'
import { expiryOf, type Store } from '@orrery/shared/store'

/** How many members were written or removed, in all. */
export type WriteTally = { members: number }

/**
 * Writes to the hashes of buckets, gathered so that each key gets one command. Everything set here
 * may be set again to the same effect.
 */
export type HashWrites = {
  /** @param end of the time that the key spans, in milliseconds; its expiry counts from there */
  set(key: string, end: number, field: Buffer, value: Buffer): void
  remove(key: string, field: Buffer): void
  /** Sends what was gathered; resolves when Redis has applied all of it. */
  send(): Promise<void>
}

type Group = { end: number; members: Buffer[] }

export function gatherWrites(
  store: Store,
  expiring: RecentMap<string, true>,
  tally: WriteTally,
): HashWrites {
  const sets = new Map<string, Group>()
  const removals = new Map<string, Buffer[]>()

  function expire(key: string, end: number): Promise<unknown>[] {
    const expiry = expiryOf(store, end)
    if (expiry === undefined || expiring.get(key)) return []
    expiring.set(key, true)
    return [store.redis.expireAt(key, expiry)]
  }

  return {
    set(key, end, field, value) {
      const group = sets.get(key)
      if (group) group.members.push(field, value)
      else sets.set(key, { end, members: [field, value] })
    },
    remove(key, field) {
      const fields = removals.get(key)
      if (fields) fields.push(field)
      else removals.set(key, [field])
    },
    async send() {
      const sent: Promise<unknown>[] = []
      for (const [key, { end, members }] of sets) {
        tally.members += members.length / 2
        sent.push(store.redis.sendCommand(['HSET', key, ...members]), ...expire(key, end))
      }
      for (const [key, fields] of removals) {
        tally.members += fields.length
        // A key that loses its last member vanishes with its expiry.
        expiring.delete(key)
        sent.push(store.redis.hDel(key, fields))
      }
      await Promise.all(sent)
    },
  }
}
