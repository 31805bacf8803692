import { actorOf, decoded } from './search-query.ts'

/** A record within the repository of whoever it belongs to. */
export type RecordName = { collection: string; rkey: string }

const ADDRESS = /^(?:https?:\/\/)?(?:[a-z]+\.)?bsky\.app\/([^?#]*)/i
const RKEY = /^[\w.~:-]{1,512}$/

/** Collections by the word that stands for them below a profile. */
const BELOW_PROFILE: Record<string, string> = {
  post: 'app.bsky.feed.post',
  feed: 'app.bsky.feed.generator',
  lists: 'app.bsky.graph.list',
}
const STARTER_PACK = 'app.bsky.graph.starterpack'
const PROFILE = 'app.bsky.actor.profile'

/**
 * What a page of bsky.app shows, with or without `https://` in front: an account by its handle or
 * DID, and the record of it that the page is about; undefined for every other address.
 */
export function shownOn(address: string): { actor: string; record?: RecordName } | undefined {
  const path = ADDRESS.exec(address)?.[1]
  if (path === undefined) return undefined
  const [area = '', name = '', ...rest] = path.split('/').map(decoded)
  const actor = actorOf(name.replace(/^@/, ''))
  if (actor === undefined) return undefined

  if (area === 'starter-pack' || area === 'start') return withRecord(actor, STARTER_PACK, rest[0])
  if (area !== 'profile') return undefined
  const [word = '', rkey] = rest
  const collection = Object.hasOwn(BELOW_PROFILE, word) ? BELOW_PROFILE[word] : undefined
  return (collection && withRecord(actor, collection, rkey)) || { actor }
}

/** The page that bsky.app has for a record, by the DID or handle of its owner, if there is one. */
export function blueskyPageOf(owner: string, { collection, rkey }: RecordName): string | undefined {
  if (collection === PROFILE) return blueskyProfileOf(owner)
  if (collection === STARTER_PACK) return `https://bsky.app/starter-pack/${owner}/${rkey}`
  const word = Object.keys(BELOW_PROFILE).find((word) => BELOW_PROFILE[word] === collection)
  return word && `${blueskyProfileOf(owner)}/${word}/${rkey}`
}

export function blueskyProfileOf(actor: string): string {
  return `https://bsky.app/profile/${actor}`
}

function withRecord(actor: string, collection: string, rkey = '') {
  return RKEY.test(rkey) ? { actor, record: { collection, rkey } } : undefined
}
