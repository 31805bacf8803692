import { putAway } from '@orrery/shared/dead-letters'
import { keys } from '@orrery/shared/keys'
import type { Redis } from '@orrery/shared/redis'
import { addTo, type Batch, emptyBatch } from './batch.ts'
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

/** Where an event stands in its feed. */
type Position = Pick<Envelope, 'timeUs' | 'seq'>

export type Publisher = {
  /** Takes an event that needs about so many bytes. */
  publish(event: Envelope, bytes: number): void
  /** Takes note of an event that is not wanted: it need not be read again. */
  pass(event: Position): void
  /** Takes a frame that cannot be delivered. */
  bury(frame: string, bytes: number, reason: string): void
  /** Waits for a write that must not be missing when later events are stored. */
  after(write: Promise<unknown>): void
  /** Writes what is held; resolves when Redis has acknowledged everything taken so far. */
  drain(): Promise<void>
}

/**
 * Writes events to their partitions' streams. Every partition's cursor is written with every batch, in
 * one transaction with the partition's entries: it says that all that came up to that time is in the
 * stream. So one batch is written at a time, after all before it were acknowledged: Redis may refuse
 * one, being out of memory, and have room for the next. The cursor is the last event's time in the order
 * of arrival, even where a server's times step back, and never in the future.
 */
export function createPublisher(options: PublisherOptions): Publisher {
  const { redis, pending, feed, partitions, batchEvents, batchWaitMs, now } = options
  let batch = emptyBatch(partitions)
  let last: Position | undefined
  /** The time of the very first event. */
  let beginning: number | undefined
  let timer: NodeJS.Timeout | undefined
  let isBegun = false
  let isWriting = false
  /** That more came while a batch was written, and is due. */
  let isDue = false
  let first: Promise<unknown>[] = []

  function take(position: Position) {
    last = position
    beginning ??= position.timeUs
    timer ??= setTimeout(flush, batchWaitMs)
  }

  function flush() {
    clearTimeout(timer)
    timer = undefined
    isDue = isWriting
    if (isWriting || last === undefined) return
    isWriting = true
    pending.settle(write(batch, last, first), batch.bytes)
    batch = emptyBatch(partitions)
    last = undefined
    first = []
  }

  /** After a failure nothing more is written. */
  async function write({ lines }: Batch, position: Position, before: Promise<unknown>[]) {
    await Promise.all(before)
    if (!isBegun) await begin(beginning ?? position.timeUs)
    isBegun = true
    await Promise.all(lines.map((ofPartition, partition) => add(ofPartition, partition, position)))
    isWriting = false
    if (isDue) flush()
  }

  /** From the first batch on no partition is without a cursor, even if only some of it is stored. */
  async function begin(timeUs: number) {
    const cursor = cursorAt(timeUs)
    const everyPartition = Array.from({ length: partitions }, (_, partition) =>
      redis.set(keys.cursor(partition, feed), cursor, { condition: 'NX' }),
    )
    await Promise.all([redis.sAdd(keys.feeds, feed), ...everyPartition])
  }

  function add(lines: string[], partition: number, { timeUs, seq }: Position) {
    const transaction = redis.multi()
    for (let start = 0; start < lines.length; start += batchEvents) {
      const entry = lines.slice(start, start + batchEvents).join('\n')
      transaction.xAdd(keys.events(partition), '*', { d: entry })
    }
    if (seq !== undefined) transaction.set(keys.sequence(partition, feed), String(seq))
    return transaction.set(keys.cursor(partition, feed), cursorAt(timeUs)).exec()
  }

  function cursorAt(timeUs: number): string {
    return String(Math.min(timeUs, now() * 1000))
  }

  return {
    publish(event, bytes) {
      pending.take(bytes)
      take(event)
      if (addTo(batch, event, bytes) >= batchEvents) flush()
    },
    pass: take,
    bury(frame, bytes, reason) {
      const cost = bytes + COMMAND_BYTES
      pending.take(cost)
      const letter = { source: 'firehose', reason, data: frame }
      const burial = putAway(redis, letter, now())
      first.push(burial)
      pending.settle(burial, cost)
    },
    after(write) {
      first.push(write)
      pending.settle(write, 0)
    },
    async drain() {
      while (isWriting || last !== undefined) {
        flush()
        await pending.settled()
      }
      await pending.settled()
    },
  }
}
