import type { Source } from '@orrery/shared/known-sources'
import type { sources } from './words/en/sources.ts'

/** What people call sources, in one language. */
export type Sources = typeof sources

/** What people call the links of well-known sources. */
const SOURCE_NAMES: Record<string, keyof Sources['names']> = {
  'app.bsky.feed.like:subject.uri': 'likes',
  'app.bsky.feed.like:via.uri': 'likesVia',
  'app.bsky.feed.repost:subject.uri': 'reposts',
  'app.bsky.feed.repost:via.uri': 'repostsVia',
  'app.bsky.feed.post:reply.parent.uri': 'replies',
  'app.bsky.feed.post:reply.root.uri': 'threadReplies',
  'app.bsky.feed.post:embed.record.uri': 'quotes',
  'app.bsky.feed.post:embed.record.record.uri': 'mediaQuotes',
  'app.bsky.feed.post:embed.external.uri': 'cards',
  'app.bsky.feed.post:embed.media.external.uri': 'quoteCards',
  'app.bsky.feed.post:embed.external.associatedRefs[].uri': 'cardsAbout',
  'app.bsky.feed.post:facets[].features[app.bsky.richtext.facet#mention].did': 'mentions',
  'app.bsky.feed.post:facets[].features[app.bsky.richtext.facet#link].uri': 'postLinks',
  'app.bsky.feed.post:text': 'barePosts',
  'app.bsky.feed.post:bridgyOriginalUrl': 'bridged',
  'app.bsky.feed.generator:did': 'feedsServed',
  'app.bsky.feed.threadgate:post': 'replyRules',
  'app.bsky.feed.threadgate:hiddenReplies[]': 'hiddenReplies',
  'app.bsky.feed.threadgate:allow[app.bsky.feed.threadgate#listRule].list': 'repliesAllowed',
  'app.bsky.feed.postgate:post': 'quoteRules',
  'app.bsky.feed.postgate:detachedEmbeddingUris[]': 'detachedQuotes',
  'app.bsky.graph.follow:subject': 'follows',
  'app.bsky.graph.follow:via.uri': 'followsVia',
  'app.bsky.graph.block:subject': 'blocks',
  'app.bsky.graph.listitem:subject': 'memberships',
  'app.bsky.graph.listitem:list': 'listItems',
  'app.bsky.graph.listblock:subject': 'listBlocks',
  'app.bsky.graph.starterpack:list': 'starterPacks',
  'app.bsky.graph.starterpack:feeds[].uri': 'starterPacks',
  'app.bsky.graph.verification:subject': 'verifications',
  'app.bsky.actor.profile:pinnedPost.uri': 'pins',
  'app.bsky.actor.profile:joinedViaStarterPack.uri': 'joins',
  'app.bsky.actor.profile:website': 'websites',
  'app.bsky.actor.status:embed.external.uri': 'statuses',
  'community.lexicon.bookmarks.bookmark:subject': 'bookmarks',
  'community.lexicon.calendar.rsvp:subject.uri': 'invitations',
  'community.lexicon.interaction.like:subject.uri': 'likes',
  'fyi.unravel.frontpage.vote:subject.uri': 'votes',
  'fyi.unravel.frontpage.comment:post.uri': 'comments',
  'fyi.frontpage.feed.vote:subject.uri': 'votes',
  'fyi.frontpage.feed.comment:post.uri': 'comments',
  'pub.leaflet.comment:subject': 'comments',
  'pub.leaflet.interactions.recommend:subject': 'recommendations',
  'sh.tangled.feed.star:subject': 'stars',
  'sh.tangled.feed.reaction:subject': 'reactions',
  'sh.tangled.graph.follow:subject': 'follows',
  'social.grain.favorite:subject': 'favourites',
  'social.grain.comment:subject': 'comments',
  'social.grain.graph.follow:subject': 'follows',
}

/** What people call one record of a well-known collection. */
const RECORD_NAMES: Record<string, keyof Sources['records']> = {
  'app.bsky.feed.post': 'post',
  'app.bsky.feed.like': 'like',
  'app.bsky.feed.repost': 'repost',
  'app.bsky.feed.generator': 'feed',
  'app.bsky.graph.follow': 'follow',
  'app.bsky.graph.block': 'block',
  'app.bsky.graph.list': 'list',
  'app.bsky.graph.listitem': 'listItem',
  'app.bsky.graph.starterpack': 'starterPack',
  'app.bsky.actor.profile': 'profile',
}

/** A facet may say its type or not; `[*]` stands for both. */
const FACETS = /\bfacets\[(?:app\.bsky\.richtext\.facet|\*)\]/g

/** What people call the links of a source, null if it is not a well-known one. */
export function sourceNameOf({ collection, path }: Source, { names }: Sources): string | null {
  const key = own(SOURCE_NAMES, `${collection}:${path.replace(FACETS, 'facets[]')}`)
  return key ? names[key] : null
}

/** `post`, `list`; `record` of any collection that is not well known. */
export function recordNameOf(collection: string | undefined, { records }: Sources) {
  return records[own(RECORD_NAMES, collection ?? '') ?? 'record']
}

function own<Key>(keys: Record<string, Key>, name: string): Key | undefined {
  return Object.hasOwn(keys, name) ? keys[name] : undefined
}
