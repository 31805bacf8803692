import { addCounts, noCounts, OTHER } from '@orrery/shared/collection-counts'
import {
  estimateAccounts,
  readEver,
  readSpan,
  readTotalsState,
  type TotalsState,
} from '@orrery/shared/collection-totals'
import type { Store } from '@orrery/shared/store'
import {
  type CountsAnswer,
  childrenOf,
  collectionsOf,
  compareEntries,
  countsAnswer,
  type Entry,
} from './collection-entries.ts'
import { asOfNow, type ListQuery } from './collection-parameters.ts'
import { keepAnswers } from './kept-answers.ts'

type List = Pick<ListQuery, 'span' | 'order'> & { state: TotalsState; entries: Entry[] }

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
  const keep = keepAnswers<List | undefined>(READING, ROOM, (list) => list?.entries.length ?? 0, {
    cache: 'collections',
  })
  const keepTotal = keepAnswers<CountsAnswer>(READING, 1000, () => 1, { cache: 'collections' })

  function readList(store: Store, query: Omit<ListQuery, 'limit' | 'after' | 'writeCursor'>) {
    return keep(keyOf(query), query.asOf, () => listOf(store, query))
  }

  return {
    async page(store, query) {
      const list = await readList(store, query)
      if (list === undefined) return { entries: [], cursor: null, total: NO_TOTAL }
      const { after, limit, asOf } = query
      const from = after
        ? list.entries.findIndex((entry) => compareEntries(entry, after, query.order) > 0)
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
      const asOf = asOfNow(now)
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
  if (order === 'dids-estimate') await rankByAccounts(store, { state, span, order, entries })
  return { state, span, order, entries: entries.sort((a, b) => compareEntries(a, b, order)) }
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

async function shownOf(store: Store, list: List, entry: Entry) {
  const { isPrefix, name } = entry
  const isRanked = list.order === 'dids-estimate'
  const accounts = isRanked ? entry.value : await accountsOf(store, list, entry)
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
