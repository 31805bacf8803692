import { putAway } from '@orrery/shared/dead-letters'
import { keys } from '@orrery/shared/keys'
import type { Redis } from '@orrery/shared/redis'
import { addTo, emptyBatch } from './batch.ts'
import type { Envelope } from './envelope.ts'
import type { Pending } from './pending.ts'

/** What a command of its own takes in memory beside its data until it is answered, roughly. */
const COMMAND_BYTES = 8192

export type PublisherOptions = {
  redis: Redis
  pending: Pending
  /** The feed's name, under which its cursors are kept. */
  feed: string
  partitions: number
  /** A batch is written when a partition has this many events, */
  batchEvents: number
  /** or this long after its first event. */
  batchWaitMs: number
  /** Unix milliseconds. */
  now: () => number
}

export type Publisher = {
  /** Takes an event that arrived as so many bytes. */
  publish(event: Envelope, bytes: number): void
  /** Takes a frame that cannot be delivered. */
  bury(frame: string, bytes: number, reason: string): void
  /** Writes what is held; resolves when Redis has acknowledged everything taken so far. */
  drain(): Promise<void>
}

/**
 * Writes events to their partitions' streams, a batch an entry. Every partition's cursor is written
 * with every batch, in one transaction with the partition's entry: it says that all that came up to
 * that time is in the stream. It is the last event's time in the order of arrival, even where a
 * server's times step back, and never in the future.
 */
export function createPublisher(options: PublisherOptions): Publisher {
  const { redis, pending, feed, partitions, batchEvents, batchWaitMs, now } = options
  let batch = emptyBatch(partitions)
  let timer: NodeJS.Timeout | undefined
  let lastTimeUs: number | undefined

  function cursorAt(timeUs: number): string {
    return String(Math.min(timeUs, now() * 1000))
  }

  /** From the first batch on no partition is without a cursor, even if only some of it is stored. */
  function begin(timeUs: number) {
    for (let partition = 0; partition < partitions; partition++) {
      const key = keys.cursor(partition, feed)
      pending.settle(redis.set(key, cursorAt(timeUs), { condition: 'NX' }), 0)
    }
  }

  function flush() {
    clearTimeout(timer)
    timer = undefined
    if (lastTimeUs === undefined || batch.events === 0) return
    const cursor = cursorAt(lastTimeUs)
    const writes = batch.lines.map((lines, partition) => {
      const transaction = redis.multi()
      if (lines.length > 0) transaction.xAdd(keys.events(partition), '*', { d: lines.join('\n') })
      return transaction.set(keys.cursor(partition, feed), cursor).exec()
    })
    pending.settle(Promise.all(writes), batch.bytes)
    batch = emptyBatch(partitions)
  }

  return {
    publish(event, bytes) {
      if (lastTimeUs === undefined) begin(event.timeUs)
      lastTimeUs = event.timeUs
      pending.take(bytes)
      const held = addTo(batch, event, bytes)
      if (held >= batchEvents) flush()
      else timer ??= setTimeout(flush, batchWaitMs)
    },
    bury(frame, bytes, reason) {
      const cost = bytes + COMMAND_BYTES
      pending.take(cost)
      const letter = { source: 'firehose', reason, data: frame }
      pending.settle(putAway(redis, letter, now()), cost)
    },
    async drain() {
      flush()
      await pending.settled()
    },
  }
}
