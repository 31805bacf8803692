import type { CommitEvent } from '../event.ts'
import { deletionOf, refOf, writeOf } from './commits.ts'
import type { Network } from './network.ts'
import type { Post } from './posts.ts'

/**
 * How often a like or repost of a post that was reposted names that repost. Some half of them go to
 * such posts, so that 17 % of all likes and 30 % of all reposts do, as on the live network.
 */
const VIA = { 'app.bsky.feed.like': 0.31, 'app.bsky.feed.repost': 0.55 }
const DEED = { 'app.bsky.feed.like': 1, 'app.bsky.feed.repost': 2, follow: 3 }
const TRIES = 5

type Engagement = keyof typeof VIA

export function likeOf(network: Network, account: number, timeUs: number): CommitEvent[] {
  return engagementOf(network, 'app.bsky.feed.like', account, timeUs).map(({ event }) => event)
}

export function repostOf(network: Network, account: number, timeUs: number): CommitEvent[] {
  return engagementOf(network, 'app.bsky.feed.repost', account, timeUs).map(({ event, post }) => {
    post.repost = refOf(event)
    return event
  })
}

export function followOf(network: Network, account: number, timeUs: number): CommitEvent[] {
  let subject = network.partnerOf(account)
  for (let tries = 0; tries < TRIES; tries++) {
    if (network.isNew(DEED.follow, account, subject)) break
    subject = network.partnerOf(account)
  }
  return subjectRecordOf(network, 'app.bsky.graph.follow', account, subject, timeUs)
}

export function blockOf(network: Network, account: number, timeUs: number): CommitEvent[] {
  const subject = network.partnerOf(network.partnerOf(account))
  if (subject === account) return []
  return subjectRecordOf(network, 'app.bsky.graph.block', account, subject, timeUs)
}

/** Deletes one of the latest records of a collection, whoever's it is; nothing where there is none. */
export function deleteFrom(network: Network, collection: string, timeUs: number): CommitEvent[] {
  const record = network.recordsOf(collection).take(network.random)
  if (!record || !network.population.isActive(record.author)) return []
  return [deletionOf(network.momentOf(record.author, timeUs), collection, record.rkey)]
}

/** One like or repost, of a post that the account has not liked or reposted lately. */
function engagementOf(
  network: Network,
  collection: Engagement,
  account: number,
  timeUs: number,
): { event: CommitEvent; post: Post }[] {
  let post = network.postFor(account)
  for (let tries = 0; tries < TRIES && post; tries++) {
    if (network.isNew(DEED[collection], account, post.number)) break
    post = network.postFor(account)
  }
  if (!post) return []
  const moment = network.momentOf(account, timeUs)
  const subject = { cid: post.cid, uri: post.uri }
  const via = network.random.chance(VIA[collection]) ? post.repost : undefined
  const event = writeOf(network.random, moment, collection, via ? { subject, via } : { subject })
  network.recordsOf(collection).add({ author: account, rkey: moment.rkey })
  return [{ event, post }]
}

function subjectRecordOf(
  network: Network,
  collection: string,
  account: number,
  subject: number,
  timeUs: number,
): CommitEvent[] {
  const moment = network.momentOf(account, timeUs)
  network.recordsOf(collection).add({ author: account, rkey: moment.rkey })
  return [writeOf(network.random, moment, collection, { subject: network.accountOf(subject).did })]
}
