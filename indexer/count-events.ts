import { readCounts } from '@orrery/shared/collection-counts'
import type { NetworkEvent } from '@orrery/shared/event'
import type { MinuteCounts } from '@orrery/shared/event-counts'
import { keys } from '@orrery/shared/keys'
import { recentMap } from '@orrery/shared/recent-map'
import type { Redis } from '@orrery/shared/redis'
import { DAY, HOUR, MINUTE } from '@orrery/shared/step'
import { type AccountSketches, gatherAccountWrites } from './account-sketches.ts'
import {
  countEvent,
  type HourCounts,
  isToldApart,
  noHourCounts,
  takeChanges,
} from './hour-counts.ts'

/** The events of one entry of a partition's stream. */
export type EntryEvents = { id: string; events: NetworkEvent[] }

/** Counts a partition's events for as long as it has the partition to itself. */
export type EventCounter = {
  /**
   * Counts what the entries hold; resolves when it is written. For all entries in their order, before
   * they are acknowledged.
   * @param now milliseconds
   */
  count(entries: EntryEvents[], now: number): Promise<void>
}

/** How long a partition's hours are kept, for whoever sums them up to be late. */
const KEPT = { collections: 10 * DAY, minutes: 2 * DAY + 2 * HOUR }
const AHEAD = 5 * MINUTE
const HOURS_IN_MEMORY = 4

/** How far the partition is counted; `first` is the hour of the first event that ever was. */
type Progress = { id: string; timeUs: number; first: number | undefined }

/**
 * Counts are absolute numbers, held in memory and written in one transaction with the id of the last
 * entry that they contain, so an entry that is delivered again after a crash is known. What the
 * firehose reads again after a reconnect is known by its time: an event counts if it is later than
 * all before it in the partition. So each event counts once, exactly, as long as the network's times
 * only grow. Where they step back, as from one server's clock to another's or where a server changes
 * from replay to live, events as old as those before them do not count. One that is more than five
 * minutes ahead of this machine's clock counts at the time of this clock and, if it is read again,
 * again. Accounts are estimated, and there repetition is harmless.
 */
export async function openEventCounter(
  redis: Redis,
  partition: number,
  sketches: AccountSketches,
): Promise<EventCounter> {
  const progress = await readProgress(redis, partition)
  const hours = new Map<number, HourCounts>()
  const expiring = recentMap<string, true>(4 * HOURS_IN_MEMORY)

  async function openHour(hour: number): Promise<HourCounts> {
    const counts = await readHour(redis, partition, hour)
    hours.set(hour, counts)
    return counts
  }

  function countOnce(event: NetworkEvent, counts: HourCounts, timeUs: number): void {
    const isAhead = event.time_us !== timeUs
    if (!isAhead && timeUs <= progress.timeUs) return
    if (!isAhead) progress.timeUs = timeUs
    progress.first ??= Math.floor(timeUs / 1000 / HOUR)
    countEvent(counts, event, Math.floor(timeUs / 1000 / MINUTE) % 60)
  }

  async function write(now: number): Promise<void> {
    const transaction = redis.multi()
    const set = (key: string, fields: [string, string][], expiry: number) => {
      if (fields.length === 0) return
      transaction.hSet(key, new Map(fields))
      if (expiring.get(key)) return
      transaction.expireAt(key, Math.ceil(expiry / 1000))
      expiring.set(key, true)
    }
    let others = 0
    for (const [hour, counts] of hours) {
      const { collections, minutes } = takeChanges(counts)
      const end = Math.max((hour + 1) * HOUR, now)
      set(keys.collectionCounts(partition, hour), collections, end + KEPT.collections)
      set(keys.minuteCounts(partition, hour), minutes, end + KEPT.minutes)
      others += counts.others
      counts.others = 0
    }
    for (const oldest of Array.from(hours.keys()).slice(0, -HOURS_IN_MEMORY)) hours.delete(oldest)
    await transaction.hSet(keys.counted(partition), fieldsOf(progress)).exec()
    if (others > 0) await redis.hIncrBy(keys.counters, 'countedAsOther', others)
  }

  return {
    async count(entries, now) {
      const accounts = gatherAccountWrites(sketches, now)
      const before = progress.id
      for (const { id, events } of entries) {
        const isNew = isLater(id, progress.id)
        for (const event of events) {
          const timeUs = believableTime(event, now)
          const time = Math.floor(timeUs / 1000)
          const hour = Math.floor(time / HOUR)
          const counts = hours.get(hour) ?? (await openHour(hour))
          if (event.kind === 'commit') {
            const { collection } = event.commit
            const isTold = isToldApart(counts, collection)
            accounts.add(event.did, isTold ? collection : undefined, time)
          }
          if (isNew) countOnce(event, counts, timeUs)
        }
        if (isNew) progress.id = id
      }
      const written = progress.id === before ? undefined : write(now)
      await Promise.all([accounts.send(redis), written])
    },
  }
}

/** In microseconds. */
function believableTime({ time_us }: NetworkEvent, now: number): number {
  return time_us > (now + AHEAD) * 1000 ? now * 1000 : time_us
}

function fieldsOf({ id, timeUs, first }: Progress): Record<string, string> {
  return { id, time_us: String(timeUs), ...(first !== undefined && { first: String(first) }) }
}

async function readProgress(redis: Redis, partition: number): Promise<Progress> {
  const { id = '0-0', time_us = '0', first } = await redis.hGetAll(keys.counted(partition))
  return { id, timeUs: Number(time_us), first: first === undefined ? undefined : Number(first) }
}

async function readHour(redis: Redis, partition: number, hour: number): Promise<HourCounts> {
  const counts = noHourCounts()
  const [collections, minutes] = await Promise.all([
    redis.hGetAll(keys.collectionCounts(partition, hour)),
    redis.hGetAll(keys.minuteCounts(partition, hour)),
  ])
  for (const [name, packed] of Object.entries(collections)) {
    counts.collections.set(name, readCounts(packed))
  }
  for (const [minute, text] of Object.entries(minutes)) {
    const read: MinuteCounts = JSON.parse(text)
    counts.minutes.set(Number(minute), read)
    for (const language of Object.keys(read.languages)) counts.languages.add(language)
  }
  return counts
}

/** Ids of a stream's entries are `<milliseconds>-<sequence>`. */
function isLater(id: string, than: string): boolean {
  const [milliseconds = 0, sequence = 0] = id.split('-').map(Number)
  const [otherMilliseconds = 0, otherSequence = 0] = than.split('-').map(Number)
  if (milliseconds !== otherMilliseconds) return milliseconds > otherMilliseconds
  return sequence > otherSequence
}
