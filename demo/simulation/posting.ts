import type { Random } from '@orrery/shared/random'
import type { CommitEvent, StrongRef } from '../event.ts'
import { deletionOf, refOf, writeOf } from './commits.ts'
import { randomBlobCid } from './identifiers.ts'
import { handleOf, type Network } from './network.ts'
import { composeText } from './text.ts'

const POST = 'app.bsky.feed.post'
const SELF_REPLY_SHARE = 0.2
const MENTION_SHARE = 0.034
const UNNAMED_LANGUAGE_SHARE = 0.12
const IMAGE_SHARE = 0.2
const CARD_SHARE = 0.6
const QUOTE_WITH_MEDIA_SHARE = 1 / 6
const DELETION_TRIES = 4

type Context = {
  root?: StrongRef
  reply?: { parent: StrongRef; root: StrongRef }
  quoted?: StrongRef
}

/** A post that begins a thread. */
export function postOf(network: Network, account: number, timeUs: number): CommitEvent[] {
  return [publish(network, account, timeUs, {})]
}

/** A reply, one in five to the account's own post. */
export function replyOf(network: Network, account: number, timeUs: number): CommitEvent[] {
  const own = network.random.chance(SELF_REPLY_SHARE)
  const parent = own ? network.posts.recentOf(account, network.random) : network.postFor(account)
  if (!parent) return []
  const root = parent.root ?? strongRefOf(parent)
  return [publish(network, account, timeUs, { root, reply: { parent: strongRefOf(parent), root } })]
}

export function quoteOf(network: Network, account: number, timeUs: number): CommitEvent[] {
  const quoted = network.postFor(account)
  return quoted ? [publish(network, account, timeUs, { quoted: strongRefOf(quoted) })] : []
}

/** A post and who may reply to it, in one commit. */
export function threadgateOf(network: Network, account: number, timeUs: number): CommitEvent[] {
  const rule = network.random.pick(['mentionRule', 'followingRule', 'followerRule'])
  return gatedPost(network, account, timeUs, 'threadgate', {
    allow: [{ $type: `app.bsky.feed.threadgate#${rule}` }],
    hiddenReplies: [],
  })
}

/** A post that nobody may quote, in one commit. */
export function postgateOf(network: Network, account: number, timeUs: number): CommitEvent[] {
  return gatedPost(network, account, timeUs, 'postgate', {
    detachedEmbeddingUris: [],
    embeddingRules: [{ $type: 'app.bsky.feed.postgate#disableRule' }],
  })
}

/** Deletes one of the latest posts, whoever's it is. */
export function postDeletionOf(network: Network, timeUs: number): CommitEvent[] {
  for (let tries = 0; tries < DELETION_TRIES; tries++) {
    const post = network.posts.any(network.random)
    if (!post || post.deleted || !network.population.isActive(post.author)) continue
    post.deleted = true
    return [deletionOf(network.momentOf(post.author, timeUs), POST, post.rkey)]
  }
  return []
}

function gatedPost(
  network: Network,
  account: number,
  timeUs: number,
  gate: 'threadgate' | 'postgate',
  rules: Record<string, unknown>,
): CommitEvent[] {
  const post = publish(network, account, timeUs, {})
  const { createdAt } = post.commit.record ?? {}
  const collection = `app.bsky.feed.${gate}`
  const moment = { account, did: post.did, timeUs: timeUs + 1, createdAt: String(createdAt) }
  const { rev, rkey } = post.commit
  const record = { post: refOf(post).uri, ...rules }
  return [post, writeOf(network.random, { ...moment, rev, rkey }, collection, record)]
}

function publish(network: Network, account: number, timeUs: number, context: Context): CommitEvent {
  const { random } = network
  const { language } = network.accountOf(account)
  const { text, facets, url } = composeText(random, language, mentionsOf(network, account))
  const embed = embedOf(random, context.quoted, url)
  const moment = network.momentOf(account, timeUs)
  const event = writeOf(random, moment, POST, {
    ...(embed && { embed }),
    ...(facets.length > 0 && { facets }),
    ...(!random.chance(UNNAMED_LANGUAGE_SHARE) && { langs: [language] }),
    ...(context.reply && { reply: context.reply }),
    text,
  })
  network.posts.add({ ...refOf(event), author: account, rkey: moment.rkey, root: context.root })
  return event
}

function mentionsOf(network: Network, account: number) {
  if (!network.random.chance(MENTION_SHARE)) return []
  const mentioned = network.partnerOf(account)
  return [{ did: network.accountOf(mentioned).did, handle: handleOf(network, mentioned) }]
}

function embedOf(random: Random, quoted: StrongRef | undefined, url: string | undefined) {
  if (quoted) {
    const record = { $type: 'app.bsky.embed.record', record: quoted }
    if (!random.chance(QUOTE_WITH_MEDIA_SHARE)) return record
    return { $type: 'app.bsky.embed.recordWithMedia', media: imagesOf(random), record }
  }
  if (url && random.chance(CARD_SHARE)) {
    const external = { description: '', title: url.slice('https://'.length), uri: url }
    return { $type: 'app.bsky.embed.external', external }
  }
  return random.chance(IMAGE_SHARE) ? imagesOf(random) : undefined
}

function imagesOf(random: Random) {
  return {
    $type: 'app.bsky.embed.images',
    images: [
      { alt: '', aspectRatio: { height: 3, width: 4 }, image: blobOf(random, 'image/jpeg') },
    ],
  }
}

export function blobOf(random: Random, mimeType: string) {
  const ref = { $link: randomBlobCid(random) }
  return { $type: 'blob', ref, mimeType, size: 20_000 + random.below(900_000) }
}

function strongRefOf({ cid, uri }: StrongRef): StrongRef {
  return { cid, uri }
}
