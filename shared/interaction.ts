/** The types of interactions, in the order in which counts of them are written. */
export const INTERACTION_TYPES = ['like', 'repost', 'reply', 'quote', 'post'] as const

export type InteractionType = (typeof INTERACTION_TYPES)[number]

/** A link's target as the store knows it; text is a URL or whatever else names no account by DID. */
export type LinkTarget<Account> =
  | { kind: 'record'; account: Account; collection: string; rkey: string }
  | { kind: 'account'; account: Account }
  | { kind: 'text'; text: string }

/** One link of a record: where in the record it stands, and at what it points. */
export type StoredLink<Account> = { path: string; target: LinkTarget<Account> }

/** What the type of a link depends on besides its source. */
export type TargetShape = 'account' | 'post' | 'record' | 'text'

const POST = 'app.bsky.feed.post'
const MENTION = /^facets\[[^\]]*\]\.features\[app\.bsky\.richtext\.facet#mention\]\.did$/

/**
 * The interaction that a link makes, if it is one. A quote embeds a post, not a feed or a list; a
 * mention may stand in a facet written with or without its `$type`.
 */
export function typeOfLink(
  collection: string,
  path: string,
  target: TargetShape,
): InteractionType | undefined {
  const isRecord = target === 'post' || target === 'record'
  switch (collection) {
    case 'app.bsky.feed.like':
      return isRecord && path === 'subject.uri' ? 'like' : undefined
    case 'app.bsky.feed.repost':
      return isRecord && path === 'subject.uri' ? 'repost' : undefined
    case POST:
      if (path === 'reply.parent.uri') return isRecord ? 'reply' : undefined
      if (path === 'embed.record.uri' || path === 'embed.record.record.uri') {
        return target === 'post' ? 'quote' : undefined
      }
      return target === 'account' && MENTION.test(path) ? 'post' : undefined
    default:
      return undefined
  }
}

export function shapeOf(target: LinkTarget<unknown>): TargetShape {
  if (target.kind !== 'record') return target.kind
  return target.collection === POST ? 'post' : 'record'
}

/**
 * The types that one record makes towards one subject, out of those of its links that aim there:
 * each at most once, and no mention where the record already replies to or quotes the subject.
 */
export function settleTypes(types: Set<InteractionType>): Set<InteractionType> {
  if (types.has('reply') || types.has('quote')) types.delete('post')
  return types
}

/** An interaction of a record's author with a subject, and the target that it aims at. */
export type RecordInteraction<Account> = {
  type: InteractionType
  subject: Account
  target: LinkTarget<Account>
}

/**
 * The interactions that a record's links make: at most one for each (type, subject), none with its
 * own author.
 */
export function interactionsOf<Account>(
  author: Account,
  collection: string,
  links: StoredLink<Account>[],
): RecordInteraction<Account>[] {
  const found = new Map<Account, Map<InteractionType, LinkTarget<Account>>>()
  for (const { path, target } of links) {
    if (target.kind === 'text' || target.account === author) continue
    const type = typeOfLink(collection, path, shapeOf(target))
    if (type === undefined) continue
    const bySubject = found.get(target.account) ?? new Map()
    if (!bySubject.has(type)) bySubject.set(type, target)
    found.set(target.account, bySubject)
  }
  return Array.from(found).flatMap(([subject, targets]) =>
    Array.from(settleTypes(new Set(targets.keys())), (type) => ({
      type,
      subject,
      target: targets.get(type) ?? { kind: 'account', account: subject },
    })),
  )
}
