import type { Random } from '@orrery/shared/random'

/** A record that its author may delete. */
export type DeletableRecord = { author: number; rkey: string }

export type RecentRecords = {
  add(record: DeletableRecord): void
  /** Any of the kept records, which is then kept no longer. */
  take(random: Random): DeletableRecord | undefined
}

/** The latest records of one collection, at most `capacity`. */
export function createRecentRecords(capacity: number): RecentRecords {
  const records: DeletableRecord[] = []
  let next = 0
  return {
    add(record) {
      if (records.length < capacity) records.push(record)
      else records[next++ % capacity] = record
    },
    take(random) {
      const at = random.below(records.length)
      const taken = records[at]
      const last = records.pop()
      if (last && at < records.length) records[at] = last
      return taken
    },
  }
}
