import { wait } from '@orrery/shared/loops'
import { delayOf, failuresAfter } from './backoff.ts'
import { released } from './brake.ts'
import { type ConnectionOptions, connectOnce } from './connection.ts'
import { readHeld, type StartOptions, startOf } from './cursor.ts'
import type { Source } from './source.ts'

export type FollowOptions = ConnectionOptions &
  StartOptions & {
    /** The hosts to read, the one that is preferred first. */
    sources: readonly [Source, ...Source[]]
    partitions: number
    /** In [0, 1). */
    random: () => number
  }

/**
 * Reads the feed until the signal aborts, one connection after the other, each from where the streams
 * are. A host is kept as long as it serves; one that fails or falls silent is left for the next, in a
 * circle. Resolves when everything that was read is acknowledged.
 */
export async function followFeed(options: FollowOptions, signal: AbortSignal): Promise<void> {
  const { redis, sources, partitions, progress, log, now, random } = options
  let failures = 0
  let turn = 0
  while (true) {
    await released(options.brake, signal)
    const source = sources[turn % sources.length] ?? sources[0]
    const { feed, publisher, manner } = source
    const held = await readHeld(redis, feed.name, partitions)
    if (signal.aborted) return
    const start = startOf(held, options, now(), manner.byTime)
    const ending = await connectOnce(source, start, options, signal)
    progress.connected = false
    await publisher.drain()
    failures = failuresAfter(failures, ending)
    const isFailure = (failures > 0 && !ending.isAgain) || ending.isSilent
    if (isFailure) turn++
    const next = (sources[turn % sources.length] ?? source).feed.host
    const { reason, events } = ending
    log.info({ host: feed.host, reason, events, next }, 'disconnected')
    await wait(Math.round(delayOf(Math.floor(failures / sources.length), random())), signal)
  }
}
