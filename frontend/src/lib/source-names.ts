import type { Source } from '@orrery/shared/known-sources'

/** What people call the links of well-known sources, and the records they lead to. */
const SOURCE_NAMES: Record<string, string> = {
  'app.bsky.feed.like:subject.uri': 'Likes',
  'app.bsky.feed.like:via.uri': 'Likes through this repost',
  'app.bsky.feed.repost:subject.uri': 'Reposts',
  'app.bsky.feed.repost:via.uri': 'Reposts through this repost',
  'app.bsky.feed.post:reply.parent.uri': 'Replies',
  'app.bsky.feed.post:reply.root.uri': 'Replies in the thread',
  'app.bsky.feed.post:embed.record.uri': 'Quotes',
  'app.bsky.feed.post:embed.record.record.uri': 'Quotes with media',
  'app.bsky.feed.post:embed.external.uri': 'Link cards',
  'app.bsky.feed.post:embed.media.external.uri': 'Link cards in quotes',
  'app.bsky.feed.post:embed.external.associatedRefs[].uri': 'Link cards about it',
  'app.bsky.feed.post:facets[].features[app.bsky.richtext.facet#mention].did': 'Mentions',
  'app.bsky.feed.post:facets[].features[app.bsky.richtext.facet#link].uri': 'Links in posts',
  'app.bsky.feed.post:text': 'Posts of nothing else',
  'app.bsky.feed.post:bridgyOriginalUrl': 'Bridged posts',
  'app.bsky.feed.generator:did': 'Feeds served',
  'app.bsky.feed.threadgate:post': 'Reply rules',
  'app.bsky.feed.threadgate:hiddenReplies[]': 'Hidden replies',
  'app.bsky.feed.threadgate:allow[app.bsky.feed.threadgate#listRule].list': 'Replies allowed',
  'app.bsky.feed.postgate:post': 'Quote rules',
  'app.bsky.feed.postgate:detachedEmbeddingUris[]': 'Detached quotes',
  'app.bsky.graph.follow:subject': 'Follows',
  'app.bsky.graph.follow:via.uri': 'Follows through it',
  'app.bsky.graph.block:subject': 'Blocks',
  'app.bsky.graph.listitem:subject': 'List memberships',
  'app.bsky.graph.listitem:list': 'List items',
  'app.bsky.graph.listblock:subject': 'List blocks',
  'app.bsky.graph.starterpack:list': 'Starter packs',
  'app.bsky.graph.starterpack:feeds[].uri': 'Starter packs',
  'app.bsky.graph.verification:subject': 'Verifications',
  'app.bsky.actor.profile:pinnedPost.uri': 'Pins',
  'app.bsky.actor.profile:joinedViaStarterPack.uri': 'Joined through it',
  'app.bsky.actor.profile:website': 'Websites of profiles',
  'app.bsky.actor.status:embed.external.uri': 'Statuses',
  'community.lexicon.bookmarks.bookmark:subject': 'Bookmarks',
  'community.lexicon.calendar.rsvp:subject.uri': 'Answers to invitations',
  'community.lexicon.interaction.like:subject.uri': 'Likes',
  'fyi.unravel.frontpage.vote:subject.uri': 'Votes',
  'fyi.unravel.frontpage.comment:post.uri': 'Comments',
  'fyi.frontpage.feed.vote:subject.uri': 'Votes',
  'fyi.frontpage.feed.comment:post.uri': 'Comments',
  'pub.leaflet.comment:subject': 'Comments',
  'pub.leaflet.interactions.recommend:subject': 'Recommendations',
  'sh.tangled.feed.star:subject': 'Stars',
  'sh.tangled.feed.reaction:subject': 'Reactions',
  'sh.tangled.graph.follow:subject': 'Follows',
  'social.grain.favorite:subject': 'Favourites',
  'social.grain.comment:subject': 'Comments',
  'social.grain.graph.follow:subject': 'Follows',
}

/** What people call one record of a well-known collection. */
const RECORD_NAMES: Record<string, string> = {
  'app.bsky.feed.post': 'post',
  'app.bsky.feed.like': 'like',
  'app.bsky.feed.repost': 'repost',
  'app.bsky.feed.generator': 'feed',
  'app.bsky.graph.follow': 'follow',
  'app.bsky.graph.block': 'block',
  'app.bsky.graph.list': 'list',
  'app.bsky.graph.listitem': 'list item',
  'app.bsky.graph.starterpack': 'starter pack',
  'app.bsky.actor.profile': 'profile',
}

/** A facet may say its type or not; `[*]` stands for both. */
const FACETS = /\bfacets\[(?:app\.bsky\.richtext\.facet|\*)\]/g

/** What people call the links of a source, if it is a well-known one. */
export function sourceNameOf({ collection, path }: Source): string | undefined {
  return own(SOURCE_NAMES, `${collection}:${path.replace(FACETS, 'facets[]')}`)
}

/** `post`, `list`; `record` of any collection that is not well known. */
export function recordNameOf(collection: string | undefined): string {
  return own(RECORD_NAMES, collection ?? '') ?? 'record'
}

function own(names: Record<string, string>, name: string): string | undefined {
  return Object.hasOwn(names, name) ? names[name] : undefined
}
