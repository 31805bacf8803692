import { readHidden } from '@orrery/shared/account-status'
import type { Backlink, ListOrder } from '@orrery/shared/backlink'
import { type BacklinkQuestion, type Backlinks, readBacklinks } from '@orrery/shared/backlinks'
import { bucketNumberOf, listBuckets } from '@orrery/shared/bucket'
import type { LinkTarget, StoredLink } from '@orrery/shared/interaction'
import { findRecords } from '@orrery/shared/record-lookup'
import { matchesSource } from '@orrery/shared/source-pattern'
import type { Store } from '@orrery/shared/store'
import { optedOutAmong } from './shown.ts'
import { accountOf, targetKey } from './target-text.ts'

/** Which records are asked for, and which of their links are the other ones. */
export type Join = BacklinkQuestion & {
  pathToOther: string
  /** The only targets that count; any do where it is undefined. */
  others: LinkTarget<number>[] | undefined
}

/** A record that links to the subject and to others, which are in the order they stand in it. */
export type JoinedRecord = { link: Backlink; others: LinkTarget<number>[] }

/**
 * The records of a join, each once, those of hidden accounts left out.
 * @param end where to go on: with this record, if it is still what it was, and then those behind it
 * @param atOnce how many links are read at a time
 */
export async function* joinedRecords(
  store: Store,
  join: Join,
  { order, end, atOnce }: { order: ListOrder; end?: Backlink | undefined; atOnce: number },
): AsyncGenerator<JoinedRecord> {
  const backlinks = await shorterSideOf(store, join)
  if (end && (await isShown(store, join, end))) yield* await joined(store, join, [end])

  let after = end
  for (;;) {
    const links = await backlinks.page({ order, after, limit: atOnce })
    yield* await joined(store, join, onePerRecord(links, after))
    after = links.at(-1)
    if (links.length < atOnce) return
  }
}

/** The records that link to the named others are the same ones, where those are fewer. */
async function shorterSideOf(store: Store, join: Join): Promise<Backlinks> {
  const { others, pathToOther, source } = join
  const linking = await readBacklinks(store, join)
  if (others === undefined) return linking
  const path = pathToOther
  const linkingOthers = await readBacklinks(store, {
    ...join,
    targets: others,
    source: { ...source, path },
  })
  const [count, countOfOthers] = await Promise.all([linking.count(), linkingOthers.count()])
  return countOfOthers < count ? linkingOthers : linking
}

async function isShown(store: Store, { authors }: Join, { author }: Backlink): Promise<boolean> {
  return authors ? authors.has(author) : !(await readHidden(store, [author])).has(author)
}

/** Links of one record stand beside each other. */
function onePerRecord(links: Backlink[], before: Backlink | undefined): Backlink[] {
  return links.filter((link, index) => {
    const last = index === 0 ? before : links[index - 1]
    return last === undefined || !isSameRecord(last, link)
  })
}

export function isSameRecord(a: Backlink, b: Backlink): boolean {
  return a.author === b.author && a.rkey === b.rkey && a.time === b.time
}

/** Looks the records up by their author's side, which says what they link to. */
async function joined(store: Store, join: Join, links: Backlink[]): Promise<JoinedRecord[]> {
  const buckets = new Map(
    (await listBuckets(store.redis, store.layout)).map((bucket) => [bucket.number, bucket]),
  )
  const placed = links.flatMap((link) => {
    const only = buckets.get(bucketNumberOf(store.layout, link.time))
    const name = { author: link.author, collection: join.source.collection, rkey: link.rkey }
    return only ? { link, name, only } : []
  })
  const found = await findRecords(store, buckets, placed)
  const othersOf = otherLinks(join)
  const records = placed.flatMap(({ link }, index) => {
    const versions = found[index]?.versions ?? []
    const member = versions.map((version) => version.member).find(({ time }) => time === link.time)
    return member === undefined ? [] : { link, others: othersOf(member.links) }
  })
  const accounts = records.flatMap(({ others }) => others.flatMap(accountOf))
  const optedOut = await optedOutAmong(store, accounts)
  return records
    .map(({ link, others }) => ({
      link,
      others: others.filter((other) => other.kind === 'text' || !optedOut.has(other.account)),
    }))
    .filter(({ others }) => others.length > 0)
}

/** Gives the other ones among the links of a record, none where it does not link to the subject. */
function otherLinks({ targets, source, pathToOther, others }: Join) {
  const isSource = matchesSource(source)
  const isOther = matchesSource({ ...source, path: pathToOther })
  const subjects = new Set(targets.map(targetKey))
  const wanted = others && new Set(others.map(targetKey))

  return (links: StoredLink<number>[]): LinkTarget<number>[] => {
    const linksToSubject = links.some(
      ({ path, target }) =>
        subjects.has(targetKey(target)) && isSource({ collection: source.collection, path }),
    )
    if (!linksToSubject) return []
    return links
      .filter(({ path }) => isOther({ collection: source.collection, path }))
      .map(({ target }) => target)
      .filter((target) => wanted?.has(targetKey(target)) ?? true)
  }
}
