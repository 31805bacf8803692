import { forgetGap, type Gap, noteGap, readGaps } from '@orrery/shared/gaps'
import type { Logger } from '@orrery/shared/logging'
import type { Redis } from '@orrery/shared/redis'
import type { Brake } from './brake.ts'
import type { Start } from './cursor.ts'
import { addressOf, optionsUpdateOf } from './feed.ts'
import { createIntake, type Flaw } from './intake.ts'
import { type Ending, type Line, listen } from './listen.ts'
import { type Compression, dictionaryFor, learn } from './manner.ts'
import type { Progress } from './progress.ts'
import type { Source } from './source.ts'
import type { Wanted } from './wanted.ts'

export type ConnectionOptions = {
  redis: Redis
  wanted: Wanted
  brake: Brake
  progress: Progress
  log: Logger
  idleMs: number
  compression: Compression
  /** Unix milliseconds. */
  now: () => number
}

/** What ended a connection; `again` where the same host is worth another try at once. */
export type ConnectionEnding = Ending & { isAgain: boolean }

const CHANGED = 'other accounts are wanted now'

/** Where narrow, some servers say nothing for long: their pings count, and so many times the patience. */
const NARROW_PATIENCE = 3

/** One connection to a feed. What it teaches about the feed is kept in its manner. */
export async function connectOnce(
  source: Source,
  start: Start,
  options: ConnectionOptions,
  signal: AbortSignal,
): Promise<ConnectionEnding> {
  const { feed, publisher, manner, resyncs } = source
  const { redis, wanted, brake, progress, log, now } = options
  const dictionary = await dictionaryFor(feed, manner, options)
  const gaps = await readGaps(redis)
  let flaw: Flaw | 'changed' | undefined
  let line: Line | undefined

  const onFrame = createIntake({
    wire: feed.wire,
    dictionary,
    start,
    wanted,
    publisher,
    progress,
    resyncs,
    now,
    onFirst() {
      progress.feed = feed
    },
    gaps,
    onGap(gap) {
      log.warn(shown(gap), 'events are missing')
      publisher.after(noteGap(redis, gap))
    },
    onFilled(gap) {
      log.info(shown(gap), 'events that were missing have come after all')
      publisher.after(forgetGap(redis, gap))
    },
    onInfo: ({ name, message }) => log.warn({ host: feed.host, name, message }, 'the server says'),
    onFlaw(kind, reason) {
      flaw = kind
      line?.end(reason)
    },
  })
  const tellWanted = () =>
    line?.send(optionsUpdateOf(wanted.collections, wanted.didsToName() ?? []))
  const unwatch = wanted.watch(() => {
    if (feed.wire === 'v1') return tellWanted()
    flaw = 'changed'
    line?.end(CHANGED)
  })

  const ending = await listen(
    {
      address: addressOf(feed, {
        cursor: start.cursor,
        collections: wanted.collections,
        dids: wanted.didsToName(),
        dictionary: dictionary?.id,
      }),
      protocols: feed.wire === 'v2' ? ['xrpc.v1.json'] : [],
      idleMs: options.idleMs * (wanted.isNarrow() ? NARROW_PATIENCE : 1),
      arePingsLife: wanted.isNarrow(),
      brake,
      now,
      onFrame,
      onOpen(opened) {
        line = opened
        if (flaw === 'changed') return line.end(CHANGED)
        progress.connected = true
        progress.feed ??= feed
        if (feed.wire === 'v1' && wanted.isNarrow()) tellWanted()
        const { from, cursor, last } = start
        const compressed = dictionary !== undefined
        const until = last === undefined ? null : isoOf(last / 1000)
        log.info({ host: feed.host, wire: feed.wire, compressed, from, cursor, until }, 'connected')
      },
    },
    signal,
  )
  unwatch()
  return { ...ending, isAgain: learn(manner, ending.refusal, flaw, dictionary) }
}

function shown(gap: Gap) {
  return { ...gap, from: isoOf(gap.from), to: isoOf(gap.to) }
}

function isoOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString()
}
