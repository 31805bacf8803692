import { hotMember } from './codec.ts'

/** A link of a record to a target. `time` is milliseconds since the epoch. */
export type Backlink = { author: number; rkey: string; path: string; time: number }

/** Which way a list goes; links of the same time follow the bytes of their names. */
export type ListOrder = 'newest' | 'oldest'

/** At most `limit` links, beginning behind `after`, which need not be there any more. */
export type PageRequest = { order: ListOrder; after?: Backlink | undefined; limit: number }

/** A link with the bytes that decide its place among those of the same time. */
type Place = { link: Backlink; member: Buffer }

export function sortLinks(links: readonly Backlink[], order: ListOrder): Backlink[] {
  const places = links.map(placeOf).sort(order === 'newest' ? newestFirst : oldestFirst)
  return places.map(({ link }) => link)
}

/** Those of the links that come behind the place in the order. */
export function linksBehind(
  links: readonly Backlink[],
  after: Backlink,
  order: ListOrder,
): Backlink[] {
  const end = placeOf(after)
  const compare = order === 'newest' ? newestFirst : oldestFirst
  return links.filter((link) => compare(end, placeOf(link)) < 0)
}

export function isSameLink(a: Backlink, b: Backlink): boolean {
  return a.author === b.author && a.time === b.time && a.rkey === b.rkey && a.path === b.path
}

function placeOf(link: Backlink): Place {
  return { link, member: hotMember(link) }
}

function newestFirst(a: Place, b: Place): number {
  return oldestFirst(b, a)
}

/** The order of a sorted set: by time, then by the bytes of the member. */
function oldestFirst(a: Place, b: Place): number {
  return (
    a.link.time - b.link.time ||
    Buffer.compare(a.member, b.member) ||
    (a.link.path < b.link.path ? -1 : a.link.path > b.link.path ? 1 : 0)
  )
}
