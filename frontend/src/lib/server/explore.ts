import { type Collection, rootsOf } from '#lib/collection-roots.ts'
import { type CollectionsView, sinceOf } from '#lib/collections-view.ts'
import { readCall } from './api.ts'
import { readAllCollections, readCreated } from './collections.ts'
import { readKnown } from './known-gaps.ts'

const HOUR = 3_600_000
const ROOTS_PER_PAGE = 25
const ROWS_PER_PAGE = 50
/** The trend is that of the last week, in steps of six hours. */
const STEP_HOURS = 6
const POINTS = 28
/** As many of a prefix's collections make its trend; almost all is written to the largest. */
const DRAWN = 12

/** A collection, or all of them below a prefix. */
export type Row = {
  kind: 'collection' | 'prefix'
  name: string
  creates: number
  accounts: number
  /** How many collections there are below a prefix. */
  within: number | null
  /** Null before anything was counted. */
  trend: (number | null)[]
}

export type Page = {
  rows: Row[]
  /** Where the next page begins, null on the last one. */
  next: Pick<CollectionsView, 'cursor' | 'page'> | null
  /** Of all below a prefix. */
  total: { creates: number; accounts: number } | null
}

type Untold = Omit<Row, 'trend'> & { drawn: string[] }
type Untrended = Omit<Page, 'rows'> & { rows: Untold[] }

/** What the explorer shows in a view. */
export async function explore(view: CollectionsView, now: number): Promise<Page> {
  const since = sinceOf(view.period, now)
  const [page, known] = await Promise.all([readPage(view, since, now), readKnown()])
  const first = Math.floor(now / HOUR / STEP_HOURS + 1) * STEP_HOURS - POINTS * STEP_HOURS
  const trends = await readCreated([...new Set(page.rows.flatMap(({ drawn }) => drawn))], {
    since: new Date(first * HOUR).toISOString(),
    step: STEP_HOURS * 3600,
    points: POINTS,
  })
  return {
    ...page,
    rows: page.rows.map(({ drawn, ...row }) => ({
      ...row,
      trend: sumOf(drawn.flatMap((nsid) => [trends.get(nsid) ?? []])).map((sum, index) =>
        (first + (index + 1) * STEP_HOURS) * HOUR > known.since ? sum : null,
      ),
    })),
  }
}

function readPage(
  view: CollectionsView,
  since: string | undefined,
  now: number,
): Promise<Untrended> {
  if (view.search !== '') return searched(view.search)
  if (view.view === 'list') return listed(view, since)
  return view.prefix === undefined ? rooted(view, since, now) : below(view, since, now)
}

async function searched(search: string): Promise<Untrended> {
  const { matches } = await readCall('/search', { q: search })
  return { rows: matches.map(rowOf), next: null, total: null }
}

async function listed({ order, cursor }: CollectionsView, since?: string): Promise<Untrended> {
  const answer = await readCall('/collections', { ...askedOf(order, since, cursor) })
  return {
    rows: answer.collections.map(rowOf),
    next: answer.cursor === null ? null : { cursor: answer.cursor, page: 1 },
    total: null,
  }
}

/** Accounts cannot be summed, so they are asked for by each root that is shown. */
async function rooted(view: CollectionsView, since: string | undefined, now: number) {
  const all = await readAllCollections(since, now)
  const roots = rootsOf(all, view.order === 'name' ? 'name' : 'records-created')
  const from = (view.page - 1) * ROOTS_PER_PAGE
  const shown = roots.slice(from, from + ROOTS_PER_PAGE)
  const totals = await Promise.all(
    shown.map(({ prefix }) => readCall('/prefix', { prefix, limit: 1, ...(since && { since }) })),
  )
  const rows = shown.map(
    ({ prefix, nsids, creates }, index): Untold => ({
      kind: 'prefix',
      name: prefix,
      creates,
      accounts: totals[index]?.total.dids_estimate ?? 0,
      within: nsids.length,
      drawn: largestOf(all, nsids),
    }),
  )
  const isLast = from + ROOTS_PER_PAGE >= roots.length
  return { rows, next: isLast ? null : { cursor: undefined, page: view.page + 1 }, total: null }
}

async function below(view: CollectionsView, since: string | undefined, now: number) {
  const prefix = view.prefix ?? ''
  const [answer, all] = await Promise.all([
    readCall('/prefix', { prefix, ...askedOf(view.order, since, view.cursor) }),
    readAllCollections(since, now),
  ])
  const rows = answer.children.map((child): Untold => {
    if (child.type === 'collection') return rowOf(child)
    const nsids = all.map(({ nsid }) => nsid).filter((nsid) => nsid.startsWith(`${child.prefix}.`))
    return {
      kind: 'prefix',
      name: child.prefix,
      creates: child.creates,
      accounts: child.dids_estimate,
      within: nsids.length,
      drawn: largestOf(all, nsids),
    }
  })
  const { creates, dids_estimate: accounts } = answer.total
  const next = answer.cursor === null ? null : { cursor: answer.cursor, page: 1 }
  return { rows, next, total: { creates, accounts } }
}

function askedOf(order: CollectionsView['order'], since?: string, cursor?: string) {
  return {
    limit: ROWS_PER_PAGE,
    ...(order !== 'name' && { order }),
    ...(since && { since }),
    ...(cursor && { cursor }),
  }
}

function rowOf({ nsid, creates, dids_estimate: accounts }: Collection): Untold {
  return { kind: 'collection', name: nsid, creates, accounts, within: null, drawn: [nsid] }
}

function largestOf(all: Collection[], nsids: string[]): string[] {
  const wanted = new Set(nsids)
  return all
    .filter(({ nsid }) => wanted.has(nsid))
    .sort((one, other) => other.creates - one.creates)
    .slice(0, DRAWN)
    .map(({ nsid }) => nsid)
}

function sumOf(all: number[][]): number[] {
  const longest = Math.max(0, ...all.map(({ length }) => length))
  return Array.from({ length: longest }, (_, index) =>
    all.reduce((sum, values) => sum + (values[index] ?? 0), 0),
  )
}
