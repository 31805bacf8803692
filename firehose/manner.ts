import type { Logger } from '@orrery/shared/logging'
import type { Redis } from '@orrery/shared/redis'
import { type Dictionary, readDictionary, renewDictionary } from './dictionary.ts'
import type { Feed } from './feed.ts'
import type { Flaw } from './intake.ts'

/** What was learnt of a feed by connections before. */
export type Manner = {
  /** That the last event's number means nothing to the server any more. */
  byTime: boolean
  /** The id of the dictionary that the server refused last. */
  refusedDictionary: number | undefined
  /** That what it compresses cannot be decompressed. */
  isUndecodable: boolean
}

/** Whether events shall come compressed; the dictionary of v1 servers is given by the settings. */
export type Compression = { isWanted: boolean; v1: Dictionary | undefined }

/** @returns whether the next connection will be made otherwise */
export function learn(
  manner: Manner,
  refusal: string | undefined,
  flaw: Flaw | 'changed' | undefined,
  dictionary: Dictionary | undefined,
): boolean {
  manner.byTime = refusal === 'CursorTooOld' || flaw === 'renumbered'
  const isUnknown = refusal === 'UnknownZstdDictionary' && dictionary !== undefined
  if (isUnknown) manner.refusedDictionary = dictionary.id
  if (flaw === 'undecodable') manner.isUndecodable = true
  return manner.byTime || isUnknown || flaw === 'undecodable' || flaw === 'changed'
}

/** Compression saves traffic and nothing else: without a dictionary events come as they are. */
export async function dictionaryFor(
  feed: Feed,
  manner: Manner,
  { redis, compression, log }: { redis: Redis; compression: Compression; log: Logger },
): Promise<Dictionary | undefined> {
  if (!compression.isWanted || manner.isUndecodable) return undefined
  if (feed.wire === 'v1') return compression.v1
  try {
    const isRefused = ({ id }: Dictionary) => id === manner.refusedDictionary
    const kept = await readDictionary(redis, feed)
    if (!isRefused(kept)) return kept
    const renewed = await renewDictionary(redis, feed)
    return isRefused(renewed) ? undefined : renewed
  } catch (err) {
    log.warn({ host: feed.host, err }, 'no dictionary: events come uncompressed')
    return undefined
  }
}
