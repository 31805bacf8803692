import type { Logger } from '@orrery/shared/logging'
import type { Redis } from '@orrery/shared/redis'
import { cursorText } from './live-cursor.ts'
import { liveEventOf } from './live-record.ts'
import { readOptedOut } from './opted-out.ts'
import { readPartition } from './partition-reader.ts'
import { type Entry, openRecentEntries, type RecentEntries } from './recent-entries.ts'
import type { Stored } from './stored.ts'

export type Listener = {
  onEntry(entry: Entry): void
  /** Something came and went unread. */
  onGap?(): void
  /** Nothing will come any more; who wants more must open the feed again. */
  onEnd?(): void
}

/** What the streams bring, read once for all who follow it. */
export type Feed = {
  recent: RecentEntries
  /** The accounts of which nothing is to be told, as they were known some seconds ago. */
  optedOut(): ReadonlySet<string>
  /** The cursor after all that has come. */
  cursor(): string
  /** Calls back for every entry from now on. Returns what ends that. */
  listen(listener: Listener): () => void
}

export type EventFeed = AsyncDisposable & {
  /** Begins reading where nobody did; resolves when what the streams held is read. */
  open(): Promise<Feed>
}

export type EventFeedOptions = {
  readStored: () => Promise<Stored>
  /** A connection that reading may block. */
  connectReader: () => Promise<Redis>
  /** How many links are remembered. */
  capacity: number
  /** Shown every entry from the oldest on, without being a reason to read them. */
  onlooker?: () => Pick<Listener, 'onEntry'>
  log: Logger
}

/** For so long the streams are read on when nobody listens any more, in milliseconds. */
const LINGER = 600_000
const CHECK = 2000

/** Reads the streams while somebody listens. */
export function openEventFeed(options: EventFeedOptions): EventFeed {
  let running: Promise<RunningFeed> | undefined

  async function end(): Promise<void> {
    const ending = running
    running = undefined
    await ending?.then((feed) => feed[Symbol.asyncDispose]()).catch(() => {})
  }

  return {
    async open() {
      running ??= beginFeed(options, end)
      try {
        const feed = await running
        await feed.ready
        return feed
      } catch (error) {
        running = undefined
        throw error
      }
    },
    [Symbol.asyncDispose]: end,
  }
}

type RunningFeed = Feed & AsyncDisposable & { ready: Promise<unknown> }

async function beginFeed(
  { readStored, connectReader, capacity, onlooker, log }: EventFeedOptions,
  end: () => Promise<void>,
): Promise<RunningFeed> {
  const { store } = await readStored()
  const { partitions } = store.layout
  let optedOut = await readOptedOut(store)
  const recent = openRecentEntries(partitions, capacity)
  const listeners = new Set<Listener>()
  const watcher = onlooker?.()
  const over = new AbortController()
  const readers = await Promise.all(Array.from({ length: partitions }, connectReader))
  let linger: NodeJS.Timeout | undefined

  function onEntry(partition: number, id: { ms: number; seq: number }, lines: string[]): void {
    const events = lines.map(liveEventOf).filter((event) => event !== undefined)
    const entry = recent.add({ ...id, partition, count: lines.length, events })
    watcher?.onEntry(entry)
    for (const listener of listeners) listener.onEntry(entry)
  }

  /** A store that was begun after the feed may have another number of partitions. */
  async function check(): Promise<void> {
    const { store } = await readStored()
    if (store.layout.partitions !== partitions) return end()
    optedOut = await readOptedOut(store)
  }
  // While Redis is away nothing comes that could be told.
  const watch = setInterval(() => void check().catch(() => {}), CHECK)

  const loops = readers.map((reader, partition) => {
    const { promise, resolve } = Promise.withResolvers<void>()
    const done = readPartition(
      {
        partition,
        reader,
        onEntry,
        onGap(_, place) {
          recent.breakAt(partition, place)
          for (const listener of listeners) listener.onGap?.()
        },
        onReady: resolve,
        log,
      },
      over.signal,
    )
    return { ready: Promise.race([promise, done]), done }
  })

  const feed: RunningFeed = {
    recent,
    ready: Promise.all(loops.map(({ ready }) => ready)),
    optedOut: () => optedOut,
    cursor: () => cursorText(recent.places()),
    listen(listener) {
      clearTimeout(linger)
      listeners.add(listener)
      if (over.signal.aborted) queueMicrotask(() => listener.onEnd?.())
      return () => {
        listeners.delete(listener)
        if (listeners.size === 0) linger = setTimeout(end, LINGER).unref()
      }
    },
    async [Symbol.asyncDispose]() {
      over.abort()
      clearInterval(watch)
      clearTimeout(linger)
      for (const listener of listeners) listener.onEnd?.()
      await Promise.all(readers.map((reader) => reader[Symbol.asyncDispose]()))
      await Promise.all(loops.map(({ done }) => done))
    },
  }
  log.info({ partitions }, 'streams are followed')
  return feed
}
