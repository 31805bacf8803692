import type { Feed } from './feed.ts'
import { createPublisher, type Publisher, type PublisherOptions } from './publisher.ts'
import { createResyncs, type Resyncs } from './resyncs.ts'

/** What was learnt of a feed by connections before. */
export type Manner = {
  /** That the last event's number means nothing to the server any more. */
  byTime: boolean
  /** Which dictionary is used: the one at hand, one that has to be fetched, or none. */
  dictionary: 'kept' | 'new' | 'none'
}

/** A feed, and what belongs to it alone. */
export type Source = { feed: Feed; publisher: Publisher; manner: Manner; resyncs: Resyncs }

export function createSource(feed: Feed, options: Omit<PublisherOptions, 'feed'>): Source {
  return {
    feed,
    publisher: createPublisher({ ...options, feed: feed.name }),
    manner: { byTime: false, dictionary: 'kept' },
    resyncs: createResyncs(),
  }
}
