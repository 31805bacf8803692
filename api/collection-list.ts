import { addCounts, type CollectionCounts, noCounts, OTHER } from '@orrery/shared/collection-counts'
import {
  type CountsByName,
  estimateAccounts,
  readEver,
  readSpan,
  readTotalsState,
  type TotalsState,
} from '@orrery/shared/collection-totals'
import type { Store } from '@orrery/shared/store'
import type { ListEnd, ListQuery, Order } from './collection-parameters.ts'
import { keepAnswers } from './kept-answers.ts'

/** What was done to a collection, or to all below a prefix, and about how many accounts did so. */
export type CountsAnswer = {
  creates: number
  updates: number
  deletes: number
  dids_estimate: number
}

/** A collection, or those below a prefix. `value` is what orders it. */
type Entry = {
  isPrefix: boolean
  name: string
  names: string[]
  counts: CollectionCounts
  value: number
}

type List = { state: TotalsState; span: ListQuery['span']; entries: Entry[] }

/** A part of a list, with the estimates of its entries; `cursor` is null where nothing follows. */
export type ListPage = {
  entries: { isPrefix: boolean; name: string; counts: CountsAnswer }[]
  cursor: string | null
  /** Of the whole list. */
  total: CountsAnswer
}

export type CollectionMatch = CountsAnswer & { nsid: string }

export type ListReader = {
  page(store: Store, query: ListQuery): Promise<ListPage>
  /** Collections that were ever seen and whose names hold one of the words, in order of name. */
  search(store: Store, words: string[], now: number): Promise<CollectionMatch[]>
}

/** Lists are kept while somebody reads them page by page; in entries. */
const READING = 10 * 60_000
const ROOM = 100_000
const MATCHES = 16
/** So that a long list leaves the connection to others now and then. */
const ASKED_AT_ONCE = 500
const NO_TOTAL = { ...noCounts(), dids_estimate: 0 }

export function openCollectionLists(): ListReader {
  const keep = keepAnswers<List | undefined>(READING, ROOM, (list) => list?.entries.length ?? 0)
  const keepTotal = keepAnswers<CountsAnswer>(READING, 1000, () => 1)

  function readList(store: Store, query: Omit<ListQuery, 'limit' | 'after' | 'writeCursor'>) {
    return keep(keyOf(query), query.asOf, () => listOf(store, query))
  }

  return {
    async page(store, query) {
      const list = await readList(store, query)
      if (list === undefined) return { entries: [], cursor: null, total: NO_TOTAL }
      const { after, limit, asOf } = query
      const from = after
        ? list.entries.findIndex((entry) => compare(entry, after, query.order) > 0)
        : 0
      const entries = from < 0 ? [] : list.entries.slice(from, from + limit)
      const last = entries.at(-1)
      const isLast = last === undefined || from + limit >= list.entries.length
      return {
        entries: await Promise.all(entries.map((entry) => shownOf(store, list, entry))),
        cursor: isLast ? null : query.writeCursor({ ...last, asOf }),
        total:
          query.prefix === undefined
            ? NO_TOTAL
            : await keepTotal(keyOf(query), asOf, () => totalOf(store, list)),
      }
    },

    async search(store, words, now) {
      const asOf = now - (now % 10_000)
      const list = await readList(store, {
        prefix: undefined,
        span: undefined,
        order: 'name',
        asOf,
      })
      if (list === undefined) return []
      const wanted = words.map((word) => word.toLowerCase())
      const found = list.entries.filter(({ name }) => {
        return wanted.some((word) => name.toLowerCase().includes(word))
      })
      return Promise.all(
        found.slice(0, MATCHES).map(async (entry) => {
          const { name, counts } = await shownOf(store, list, entry)
          return { nsid: name, ...counts }
        }),
      )
    },
  }
}

function keyOf({
  prefix,
  span,
  order,
  asOf,
}: Pick<ListQuery, 'prefix' | 'span' | 'order' | 'asOf'>) {
  return JSON.stringify([prefix, span, order, asOf])
}

async function listOf(
  store: Store,
  { prefix, span, order }: Pick<ListQuery, 'prefix' | 'span' | 'order'>,
): Promise<List | undefined> {
  const state = await readTotalsState(store)
  if (state === undefined) return undefined
  const counts = await (span ? readSpan(store, state, span) : readEver(store, state))
  counts.delete(OTHER)
  const entries = prefix === undefined ? collectionsOf(counts) : childrenOf(counts, prefix)
  if (order === 'records-created') for (const entry of entries) entry.value = entry.counts.creates
  if (order === 'dids-estimate') await rankByAccounts(store, { state, span, entries })
  return { state, span, entries: entries.sort((a, b) => compare(a, b, order)) }
}

async function rankByAccounts(store: Store, list: List): Promise<void> {
  for (let at = 0; at < list.entries.length; at += ASKED_AT_ONCE) {
    await Promise.all(
      list.entries.slice(at, at + ASKED_AT_ONCE).map(async (entry) => {
        entry.value = await accountsOf(store, list, entry)
      }),
    )
  }
}

function collectionsOf(counts: CountsByName): Entry[] {
  return Array.from(counts, ([name, each]) => {
    return { isPrefix: false, name, names: [name], counts: each, value: 0 }
  })
}

/** The collections directly below a prefix, and the groups of those further below. */
function childrenOf(counts: CountsByName, prefix: string): Entry[] {
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
function compare(
  one: Pick<ListEnd, 'value' | 'name' | 'isPrefix'>,
  other: Pick<ListEnd, 'value' | 'name' | 'isPrefix'>,
  order: Order,
): number {
  if (order !== 'name' && one.value !== other.value) return other.value - one.value
  if (one.name !== other.name) return one.name < other.name ? -1 : 1
  return Number(one.isPrefix) - Number(other.isPrefix)
}

async function shownOf(store: Store, list: List, entry: Entry) {
  const { isPrefix, name } = entry
  const accounts = await accountsOf(store, list, entry)
  return { isPrefix, name, counts: countsAnswer(entry.counts, accounts) }
}

async function totalOf(store: Store, list: List): Promise<CountsAnswer> {
  const counts = { ...noCounts(), accounts: 0 }
  for (const entry of list.entries) {
    addCounts(counts, entry.counts)
    counts.accounts += entry.counts.accounts
  }
  const names = list.entries.flatMap((entry) => entry.names)
  return countsAnswer(counts, await accountsOf(store, list, { names, counts }))
}

function accountsOf(
  { redis }: Store,
  { state, span }: Pick<List, 'state' | 'span'>,
  { names, counts }: Pick<Entry, 'names' | 'counts'>,
): Promise<number> {
  return estimateAccounts(redis, state, { names, span, most: counts.accounts })
}

export function countsAnswer(
  { creates, updates, deletes }: Omit<CollectionCounts, 'accounts'>,
  accounts: number,
): CountsAnswer {
  return { creates, updates, deletes, dids_estimate: accounts }
}
