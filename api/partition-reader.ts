import { keys } from '@orrery/shared/keys'
import type { Logger } from '@orrery/shared/logging'
import { wait } from '@orrery/shared/loops'
import type { Redis } from '@orrery/shared/redis'
import { ErrorReply } from 'redis'
import { comparePlaces, idText, type Place, placeAfter, readId, START } from './live-cursor.ts'

export type PartitionReader = {
  partition: number
  /** A connection of its own, because reading blocks it. */
  reader: Redis
  onEntry(partition: number, id: { ms: number; seq: number }, lines: string[]): void
  /** Entries before the place were deleted before they could be read, or Redis has forgotten some. */
  onGap(partition: number, place: Place): void
  /** All that was there at the start is read. */
  onReady(): void
  log: Logger
}

const ENTRIES = 8
const BLOCK_MILLISECONDS = 500
const CHECK_MILLISECONDS = 1000
const PAUSE_MILLISECONDS = 50

/**
 * Reads a partition's stream from its oldest entry on, without a group, so that nothing waits for it
 * to be trimmed. Goes on after an outage. Whether an entry was missed is known by counting: the server
 * counts all that were ever added, and those that are gone are the oldest.
 */
export async function readPartition(options: PartitionReader, signal: AbortSignal): Promise<void> {
  const { partition, reader, onEntry, onGap, log } = options
  const key = keys.events(partition)
  let place = START
  /** Entries up to the place that were ever added; undefined before the first look. */
  let count: number | undefined
  let isReady = false
  let checkedAt = 0
  let failing = false

  async function check(): Promise<void> {
    const { added, deleted, first, last } = await readState(reader, key)
    checkedAt = Date.now()
    const ahead = comparePlaces(place, last)
    const isMissing = deleted > (count ?? 0) || (ahead === 0 && added !== count)
    if (count !== undefined && !isMissing && ahead <= 0) return
    // A place that Redis does not know any more, as after a crash, is given up for its end.
    if (ahead > 0 || deleted === added) place = last
    count = comparePlaces(place, last) === 0 ? added : deleted
    if (isMissing || ahead > 0) onGap(partition, comparePlaces(place, last) === 0 ? last : first)
  }

  async function read(): Promise<void> {
    if (count === undefined || Date.now() - checkedAt > CHECK_MILLISECONDS) await check()
    const block = isReady ? { BLOCK: BLOCK_MILLISECONDS } : {}
    const streams = await reader.xRead({ key, id: idText(place) }, { COUNT: ENTRIES, ...block })
    const messages = streams?.[0]?.messages ?? []
    for (const { id, message } of messages) {
      const entryId = readId(id)
      place = placeAfter(entryId)
      count = (count ?? 0) + 1
      onEntry(partition, entryId, message.d?.split('\n') ?? [])
    }
    if (isReady || messages.length > 0) return
    isReady = true
    options.onReady()
  }

  while (!signal.aborted) {
    try {
      if (reader.isReady) await read()
      else await wait(PAUSE_MILLISECONDS, signal)
      failing = false
    } catch (error) {
      // Whatever it is, the place is kept: reading goes on from there as soon as that is possible.
      if (signal.aborted) return
      if (!failing) log.warn({ err: error, partition }, 'the stream cannot be read; trying again')
      failing = true
      checkedAt = 0
      await wait(PAUSE_MILLISECONDS, signal)
    }
  }
}

/** The places before the oldest entry that is left and after the newest there ever was. */
async function readState(redis: Redis, key: string) {
  try {
    const info = await redis.xInfoStream(key)
    const { length, 'first-entry': oldest, 'last-generated-id': newest } = info
    const added = info['entries-added'] ?? length
    const last = placeAfter(readId(newest))
    const first = oldest ? { ...readId(oldest.id), line: 0, link: 0 } : last
    return { added, deleted: added - length, first, last }
  } catch (error) {
    if (!(error instanceof ErrorReply) || !error.message.includes('no such key')) throw error
    return { added: 0, deleted: 0, first: START, last: START }
  }
}
