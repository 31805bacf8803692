import type { Gap } from '@orrery/shared/gaps'
import type { Logger } from '@orrery/shared/logging'
import { wait } from '@orrery/shared/loops'
import type { Redis } from '@orrery/shared/redis'
import { delayOf, failuresAfter } from './backoff.ts'
import { type Brake, released } from './brake.ts'
import { readCursors, type Start, type StartOptions, startOf } from './cursor.ts'
import { addressOf, type Feed } from './feed.ts'
import { gapBetween, readLastTime } from './gap.ts'
import type { Intake } from './intake.ts'
import { listen } from './listen.ts'
import type { Progress } from './progress.ts'
import type { Publisher } from './publisher.ts'

export type FollowOptions = StartOptions & {
  redis: Redis
  feed: Feed
  partitions: number
  idleMs: number
  brake: Brake
  intake: Intake
  publisher: Publisher
  /** Writes down that events are missing. */
  noteGap: (gap: Gap) => void
  progress: Progress
  log: Logger
  /** Unix milliseconds. */
  now: () => number
  /** In [0, 1). */
  random: () => number
}

/**
 * Reads the feed until the signal aborts, one connection after the other, each from where the
 * streams are. Resolves when everything that was read is acknowledged.
 */
export async function followFeed(options: FollowOptions, signal: AbortSignal): Promise<void> {
  const { redis, feed, partitions, publisher, progress, log, now, random } = options
  let failures = 0
  while (true) {
    await released(options.brake, signal)
    const cursors = await readCursors(redis, feed.name, partitions)
    const last = await readLastTime(redis, cursors)
    if (signal.aborted) return
    const start = startOf(cursors, options, now())
    const ending = await connectOnce(options, start, intakeAfter(last, start, options), signal)
    progress.connected = false
    await publisher.drain()
    failures = failuresAfter(failures, ending)
    const waitMs = Math.round(delayOf(failures, random()))
    log.info({ host: feed.host, reason: ending.reason, events: ending.events }, 'disconnected')
    await wait(waitMs, signal)
  }
}

/** The intake of one connection, which tells from its first event whether any are missing before it. */
function intakeAfter(
  last: number | undefined,
  { from }: Start,
  { intake, progress, noteGap, log }: FollowOptions,
): Intake {
  let expected = last
  return (frame, isBinary) => {
    const before = progress.events
    intake(frame, isBinary)
    if (expected === undefined || progress.events === before) return
    const gap = gapBetween(expected, progress.timeUs ?? expected, from)
    expected = undefined
    if (gap === undefined) return
    log.warn(
      { ...gap, from: isoOf(gap.from * 1000), to: isoOf(gap.to * 1000) },
      'events are missing',
    )
    noteGap(gap)
  }
}

function connectOnce(options: FollowOptions, start: Start, onFrame: Intake, signal: AbortSignal) {
  const { feed, idleMs, brake, progress, log, now } = options
  return listen(
    {
      address: addressOf(feed, start.cursor),
      idleMs,
      brake,
      now,
      onFrame,
      onOpen() {
        progress.connected = true
        log.info({ host: feed.host, from: start.from, cursor: isoOf(start.cursor) }, 'connected')
      },
    },
    signal,
  )
}

function isoOf(timeUs: number | undefined): string | null {
  return timeUs === undefined ? null : new Date(timeUs / 1000).toISOString()
}
