import type { Feed } from './feed.ts'
import type { Manner } from './manner.ts'
import { createPublisher, type Publisher, type PublisherOptions } from './publisher.ts'
import { createResyncs, type Resyncs } from './resyncs.ts'

/** A feed, and what belongs to it alone. */
export type Source = { feed: Feed; publisher: Publisher; manner: Manner; resyncs: Resyncs }

export function createSource(feed: Feed, options: Omit<PublisherOptions, 'feed'>): Source {
  return {
    feed,
    publisher: createPublisher({ ...options, feed: feed.name }),
    manner: { byTime: false, refusedDictionary: undefined, isUndecodable: false },
    resyncs: createResyncs(),
  }
}
