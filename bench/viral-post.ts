import type { NetworkEvent } from '@orrery/shared/event'
import { createRandom, mix } from '@orrery/shared/random'
import { tidOf } from '@orrery/shared/tid'
import { didOf, randomCid } from '../demo/simulation/identifiers.ts'

export type ViralPost = {
  author: string
  uri: string
  /** Its likes, oldest first. */
  likes: NetworkEvent[]
}

/** Numbers of accounts that no simulated network has. */
const FIRST_LIKER = 1_000_000_000
const HOUR_MICROSECONDS = 3_600_000_000
/** How long before the end of the span the viral hour ends. */
const VIRAL_HOURS_AGO = 24

/**
 * A post that so many accounts like, each once: half of them somewhere in the 48 hours before `now`
 * (milliseconds since the epoch), the others within a single hour.
 * @param author the number of one of the simulated accounts
 */
export function viralPostOf(options: {
  seed: number
  author: number
  likes: number
  now: number
}): ViralPost {
  const { seed, likes, now } = options
  const random = createRandom(mix(seed, 101 + options.author))
  const author = didOf(seed, options.author)
  const end = now * 1000
  const start = end - 48 * HOUR_MICROSECONDS + HOUR_MICROSECONDS / 60
  const viral = end - (VIRAL_HOURS_AGO + 1) * HOUR_MICROSECONDS
  const uri = `at://${author}/app.bsky.feed.post/${tidOf(start, 1)}`
  const subject = { cid: randomCid(random), uri }
  const times = Float64Array.from({ length: likes }, (_, index) =>
    Math.floor(
      index % 2 === 0
        ? start + random.float() * (end - start)
        : viral + random.float() * HOUR_MICROSECONDS,
    ),
  ).sort()
  return {
    author,
    uri,
    likes: Array.from(times, (time, index) =>
      likeAt(time, didOf(seed, FIRST_LIKER + index), subject),
    ),
  }
}

function likeAt(micros: number, did: string, subject: { cid: string; uri: string }): NetworkEvent {
  const collection = 'app.bsky.feed.like'
  const tid = tidOf(micros, micros % 1024)
  const createdAt = new Date(micros / 1000).toISOString()
  const record = { $type: collection, createdAt, subject }
  const commit = { operation: 'create' as const, collection, rkey: tid, rev: tid, record }
  return { kind: 'commit', did, time_us: micros, commit }
}
