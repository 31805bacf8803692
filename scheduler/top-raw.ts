import type { Bucket } from '@orrery/shared/bucket'
import { BUSY_PARTS } from '@orrery/shared/busy-account'
import { type ReceivedMember, readReceived, readSent } from '@orrery/shared/codec'
import { sideOf } from '@orrery/shared/history'
import {
  INTERACTION_TYPES,
  type InteractionType,
  interactionsOf,
  settleTypes,
  typeOfLink,
} from '@orrery/shared/interaction'
import { keys } from '@orrery/shared/keys'
import { readHash } from '@orrery/shared/members'
import type { Store } from '@orrery/shared/store'

/** Is told of the interactions and blocks that records make; times are milliseconds. */
export type RawVisitor = InteractionVisitor & BlockVisitor

type InteractionVisitor = {
  /** Of a side (`sideOf`), with a partner, by the place of its type in `INTERACTION_TYPES`. */
  interaction(side: number, partner: number, type: number, time: number): void
}
type BlockVisitor = { block(author: number, subject: number, time: number): void }

const PLACES = new Map<InteractionType, number>(
  INTERACTION_TYPES.map((type, place) => [type, place]),
)
const BLOCK = 'app.bsky.graph.block'
const POST = 'app.bsky.feed.post'

/** Reads what some accounts of a bucket did, those of a shard, and what others did to them. */
export async function readRawShard(
  store: Store,
  bucket: Bucket,
  shard: number,
  busy: readonly number[],
  visitor: RawVisitor,
): Promise<void> {
  await Promise.all([
    readSentShard(store, bucket, shard, visitor),
    readReceivedShard(store, bucket, shard, busy, visitor),
  ])
}

/** Reads what the accounts of a shard did: blocks alone, or interactions too. */
export async function readSentShard(
  { bytes }: Store,
  bucket: Bucket,
  shard: number,
  visitor: BlockVisitor & Partial<InteractionVisitor>,
): Promise<void> {
  for (const [field, value] of await readHash(bytes, keys.sent(bucket.number, shard))) {
    const { author, collection, links, time } = readSent(bucket, shard, field, value)
    if (visitor.interaction) {
      for (const { type, subject } of interactionsOf(author, collection, links)) {
        visitor.interaction(sideOf(author, 'sent'), subject, PLACES.get(type) ?? 0, time)
      }
    }
    if (collection !== BLOCK) continue
    const blocked = links.find(({ path }) => path === 'subject')?.target
    if (blocked?.kind === 'account' && blocked.account !== author) {
      visitor.block(author, blocked.account, time)
    }
  }
}

async function readReceivedShard(
  { bytes }: Store,
  bucket: Bucket,
  shard: number,
  busy: readonly number[],
  visitor: InteractionVisitor,
): Promise<void> {
  const parts = busy
    .filter((account) => account % bucket.shards === shard)
    .flatMap((account) =>
      Array.from({ length: BUSY_PARTS }, (_, part) =>
        keys.receivedPart(bucket.number, account, part),
      ),
    )
  const hashes = await Promise.all(
    [keys.received(bucket.number, shard), ...parts].map((key) => readHash(bytes, key)),
  )
  const posts = new Map<string, PostLinks>()
  for (const [field, value] of onceEach(hashes)) {
    const link = readReceived(bucket, shard, field, value)
    const type = typeOfLink(link.collection, link.path, link.shape)
    if (type === undefined || link.subject === undefined || link.subject === link.author) continue
    if (link.collection === POST) addPostLink(posts, link, type)
    else {
      const side = sideOf(link.subject, 'received')
      visitor.interaction(side, link.author, PLACES.get(type) ?? 0, link.time)
    }
  }
  for (const { subject, author, time, types } of posts.values()) {
    for (const type of settleTypes(types)) {
      visitor.interaction(sideOf(subject, 'received'), author, PLACES.get(type) ?? 0, time)
    }
  }
}

/** What the links of one post to one account make. */
type PostLinks = { subject: number; author: number; time: number; types: Set<InteractionType> }

function addPostLink(
  posts: Map<string, PostLinks>,
  { subject = 0, author, rkey, time }: ReceivedMember,
  type: InteractionType,
): void {
  const id = `${subject} ${author} ${rkey}`
  const post = posts.get(id)
  if (post) post.types.add(type)
  else posts.set(id, { subject, author, time, types: new Set([type]) })
}

/** A link may lie in two of the hashes while it moves from one to the other. */
function onceEach([first = [], ...others]: [Buffer, Buffer][][]): Iterable<[Buffer, Buffer]> {
  if (others.length === 0) return first
  const members = new Map<string, [Buffer, Buffer]>()
  for (const member of [first, ...others].flat()) members.set(member[0].toString('latin1'), member)
  return members.values()
}
