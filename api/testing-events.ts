import { tidOf } from '@orrery/shared/tid'

let clockId = 0

/** A time in milliseconds as a TID that no other event has. */
function tidAt(time: number): string {
  clockId = (clockId + 1) % 1024
  return tidOf(time * 1000, clockId)
}

/** The DID of an invented account; the name is of a to z and 2 to 7. */
export function didOf(name: string): string {
  return `did:plc:${name.padEnd(24, 'a')}`
}

export function commit(author: string, collection: string, record: object, time: number) {
  const rkey = tidAt(time)
  const body = { operation: 'create', rev: tidAt(time), collection, rkey, record }
  return { did: didOf(author), time_us: time * 1000, kind: 'commit', commit: body }
}

export function like(author: string, subject: string, time: number) {
  return commit(author, 'app.bsky.feed.like', { subject: postOf(subject) }, time)
}

export function repost(author: string, subject: string, time: number) {
  return commit(author, 'app.bsky.feed.repost', { subject: postOf(subject) }, time)
}

export function reply(author: string, subject: string, text: string, time: number) {
  const parent = postOf(subject)
  return commit(author, 'app.bsky.feed.post', { text, reply: { root: parent, parent } }, time)
}

export function mention(author: string, subject: string, text: string, time: number) {
  const feature = { $type: 'app.bsky.richtext.facet#mention', did: didOf(subject) }
  const facets = [{ index: { byteStart: 0, byteEnd: 1 }, features: [feature] }]
  return commit(author, 'app.bsky.feed.post', { text, facets }, time)
}

export function status(
  author: string,
  account: { active: boolean; status?: string },
  time: number,
) {
  return { did: didOf(author), time_us: time * 1000, kind: 'account', account }
}

export function identity(author: string, handle: string, time: number) {
  return { did: didOf(author), time_us: time * 1000, kind: 'identity', identity: { handle } }
}

function postOf(author: string) {
  return { uri: `at://${didOf(author)}/app.bsky.feed.post/3mmoojp7etg2g`, cid: 'bafy' }
}
