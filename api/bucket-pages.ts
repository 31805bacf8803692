import type { ListOrder } from '@orrery/shared/backlink'
import { type Bucket, touches } from '@orrery/shared/bucket'
import { pairsOf } from '@orrery/shared/hash-members'
import type { Span } from '@orrery/shared/members'
import type { BucketHashes } from './bucket-hashes.ts'
import { sortInTurns, takeTurns } from './turns.ts'

/** A place in a list: a time in milliseconds, and a name that nothing else of its bucket has. */
export type Place = { time: number; name: string }

/** At most `limit` members, beginning behind `after`, which need not be there any more. */
export type PageRequest = { order: ListOrder; after?: Place | undefined; limit: number }

/** How to make items of members; undefined for those that are not asked for. */
export type ItemReader<Item extends Place> = {
  read(bucket: Bucket, field: Buffer, value: Buffer): Item | undefined
  /** Those of some items that the list may show, in their order. */
  shown(items: Item[]): Promise<Item[]>
}

/** The buckets of a page in the order of its list. */
export function bucketsOfPage(
  buckets: readonly Bucket[],
  { from, to }: Span,
  { order, after }: PageRequest,
): Bucket[] {
  const touched = buckets.filter((bucket) => touches(bucket, from, to))
  const inOrder = order === 'newest' ? touched.reverse() : touched
  return inOrder.filter(({ start, span }) => {
    if (after === undefined) return true
    return order === 'newest' ? start <= after.time : start + span > after.time
  })
}

/** How a member is called in its bucket. */
export function nameOf(field: Buffer): string {
  return field.toString('latin1')
}

/** A page from its buckets in their order, of which no more are read than it takes to fill it. */
export async function readPage<Item extends Place>(
  found: AsyncIterable<BucketHashes[]>,
  { from, to }: Span,
  { order, after, limit }: PageRequest,
  reader: ItemReader<Item>,
): Promise<Item[]> {
  const compare = order === 'newest' ? newestFirst : oldestFirst
  const turn = takeTurns()
  const page: Item[] = []

  function isAsked(item: Item): boolean {
    if (item.time < from || item.time >= to) return false
    return after === undefined || compare(after, item) < 0
  }

  /** A link may lie in two of the keys while it moves from one to the other. */
  async function itemsIn({ bucket, hashes }: BucketHashes): Promise<Item[]> {
    const items = new Map<string, Item>()
    for (const hash of hashes) {
      for (const [field, value] of pairsOf(hash)) {
        const item = reader.read(bucket, field, value)
        if (item && isAsked(item)) items.set(item.name, item)
      }
      await turn()
    }
    return sortInTurns([...items.values()], compare)
  }

  for await (const some of found) {
    for (const each of some) {
      const items = await itemsIn(each)
      for (let at = 0; at < items.length && page.length < limit; ) {
        const next = items.slice(at, at + limit - page.length)
        page.push(...(await reader.shown(next)))
        at += next.length
      }
      if (page.length >= limit) return page
    }
  }
  return page
}

function newestFirst(a: Place, b: Place): number {
  return oldestFirst(b, a)
}

function oldestFirst(a: Place, b: Place): number {
  return a.time - b.time || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)
}
