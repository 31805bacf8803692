import { addCounts, type CollectionCounts, noCounts } from '@orrery/shared/collection-counts'
import type { CountsByName } from '@orrery/shared/collection-totals'
import type { ListEnd, Order } from './collection-cursor.ts'

/** What was done to a collection, or to all below a prefix, and about how many accounts did so. */
export type CountsAnswer = {
  creates: number
  updates: number
  deletes: number
  dids_estimate: number
}

export function countsAnswer(
  { creates, updates, deletes }: Omit<CollectionCounts, 'accounts'>,
  accounts: number,
): CountsAnswer {
  return { creates, updates, deletes, dids_estimate: accounts }
}

/** A collection, or those below a prefix. `value` is what orders it. */
export type Entry = {
  isPrefix: boolean
  name: string
  names: string[]
  counts: CollectionCounts
  value: number
}

export function collectionsOf(counts: CountsByName): Entry[] {
  return Array.from(counts, ([name, each]) => {
    return { isPrefix: false, name, names: [name], counts: each, value: 0 }
  })
}

/** The collections directly below a prefix, and the groups of those further below. */
export function childrenOf(counts: CountsByName, prefix: string): Entry[] {
  const children = new Map<string, Entry>()
  for (const [nsid, each] of counts) {
    if (!nsid.startsWith(`${prefix}.`)) continue
    const dot = nsid.indexOf('.', prefix.length + 1)
    const isPrefix = dot > 0
    const name = isPrefix ? nsid.slice(0, dot) : nsid
    const key = `${isPrefix} ${name}`
    const none = { isPrefix, name, names: [], counts: { ...noCounts(), accounts: 0 }, value: 0 }
    const child = children.get(key) ?? none
    children.set(key, child)
    child.names.push(nsid)
    addCounts(child.counts, each)
    child.counts.accounts += each.accounts
  }
  return [...children.values()]
}

/** Names ascend and values descend; a collection comes before the prefix of the same name. */
export function compareEntries(
  one: Pick<ListEnd, 'value' | 'name' | 'isPrefix'>,
  other: Pick<ListEnd, 'value' | 'name' | 'isPrefix'>,
  order: Order,
): number {
  if (order !== 'name' && one.value !== other.value) return other.value - one.value
  if (one.name !== other.name) return one.name < other.name ? -1 : 1
  return Number(one.isPrefix) - Number(other.isPrefix)
}
