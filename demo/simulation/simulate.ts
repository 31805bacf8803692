import type { JetstreamEvent } from '../event.ts'
import { exponential } from './distributions.ts'
import { blockOf, deleteFrom, followOf, likeOf, repostOf } from './engagement.ts'
import { createLifecycle } from './lifecycle.ts'
import { type Action, createActionSampler, type Mix, usualMix } from './mix.ts'
import { createNetwork } from './network.ts'
import { postDeletionOf, postgateOf, postOf, quoteOf, replyOf, threadgateOf } from './posting.ts'
import { createSessions } from './sessions.ts'
import { elsewhereOf, listItemOf, profileOf, statusOf } from './upkeep.ts'

export type SimulationParameters = {
  seed: number
  /** At least 2. */
  accounts: number
  /** Unix microseconds. */
  startUs: number
  /** Events per second at a time in Unix microseconds. */
  rateAt(timeUs: number): number
  /** `usualMix` where it is absent. */
  mix?: Mix
}

/**
 * The endless events of a simulated network, in ascending order of `time_us`, all of them determined
 * by the parameters. It keeps a bounded memory of what it said: everything an event refers to was
 * said before, and nobody acts while away.
 */
export function* simulate(parameters: SimulationParameters): Generator<JetstreamEvent, never> {
  const network = createNetwork(parameters.seed, parameters.accounts)
  const { random } = network
  const lifecycle = createLifecycle(network)
  const drawAction = createActionSampler(parameters.mix ?? usualMix)
  const drawActor = createSessions(network.population, random)
  const perform: Record<Action, (account: number, timeUs: number) => JetstreamEvent[]> = {
    like: (account, timeUs) => likeOf(network, account, timeUs),
    unlike: (_, timeUs) => deleteFrom(network, 'app.bsky.feed.like', timeUs),
    repost: (account, timeUs) => repostOf(network, account, timeUs),
    unrepost: (_, timeUs) => deleteFrom(network, 'app.bsky.feed.repost', timeUs),
    follow: (account, timeUs) => followOf(network, account, timeUs),
    unfollow: (_, timeUs) => deleteFrom(network, 'app.bsky.graph.follow', timeUs),
    post: (account, timeUs) => postOf(network, account, timeUs),
    quote: (account, timeUs) => quoteOf(network, account, timeUs),
    reply: (account, timeUs) => replyOf(network, account, timeUs),
    threadgate: (account, timeUs) => threadgateOf(network, account, timeUs),
    postgate: (account, timeUs) => postgateOf(network, account, timeUs),
    deletePost: (_, timeUs) => postDeletionOf(network, timeUs),
    block: (account, timeUs) => blockOf(network, account, timeUs),
    unblock: (_, timeUs) => deleteFrom(network, 'app.bsky.graph.block', timeUs),
    profile: (account, timeUs) => profileOf(network, account, timeUs),
    status: (account, timeUs) => statusOf(network, account, timeUs),
    listItem: (account, timeUs) => listItemOf(network, account, timeUs),
    removeListItem: (_, timeUs) => deleteFrom(network, 'app.bsky.graph.listitem', timeUs),
    lifecycle: (account, timeUs) => lifecycle.eventsOf(account, timeUs),
    elsewhere: (account, timeUs) => elsewhereOf(network, account, timeUs),
  }

  for (let timeUs = parameters.startUs; ; ) {
    const rate = parameters.rateAt(timeUs)
    timeUs += Math.max(1, Math.round((exponential(random) * 1e6) / rate))
    let events = lifecycle.returnAt(timeUs)
    if (events.length === 0) {
      const account = drawActor(rate)
      events = perform[drawAction(random, timeUs)](account, timeUs)
      // what needs a post, or a record to delete, has none yet: then somebody posts
      if (events.length === 0) events = postOf(network, account, timeUs)
    }
    for (const event of events) yield event
    timeUs = events.at(-1)?.time_us ?? timeUs
  }
}
