import { oneOf, queryOf } from '#lib/query.ts'

const HOUR = 3_600_000

export const VIEWS = ['tree', 'list'] as const
export const ORDERS = ['records-created', 'dids-estimate', 'name'] as const
export const PERIODS = ['ever', '7d', '24h'] as const

const LENGTHS = { ever: 0, '7d': 168 * HOUR, '24h': 24 * HOUR } as const
/** The first two segments of an NSID or more. */
const PREFIX = /^[a-z][\w-]*(\.[a-z\d][\w-]*)+$/i

/** What the explorer shows, all of it from the query of its address. */
export type CollectionsView = {
  view: (typeof VIEWS)[number]
  /** Below which names of the tree are shown; the roots without one. */
  prefix: string | undefined
  order: (typeof ORDERS)[number]
  period: (typeof PERIODS)[number]
  search: string
  /** Of the list, where its page begins. */
  cursor: string | undefined
  /** Of the roots. */
  page: number
}

/** The view that a query asks for; whatever it does not know counts as not said. */
export function collectionsViewOf(query: URLSearchParams): CollectionsView {
  const page = Number(query.get('page'))
  const prefix = query.get('prefix')?.trim() ?? ''
  return {
    view: oneOf(VIEWS, query.get('view')) ?? 'tree',
    prefix: PREFIX.test(prefix) ? prefix : undefined,
    order: oneOf(ORDERS, query.get('order')) ?? 'records-created',
    period: oneOf(PERIODS, query.get('period')) ?? 'ever',
    search: query.get('q')?.trim().slice(0, 200) ?? '',
    cursor: query.get('cursor') || undefined,
    page: Number.isInteger(page) && page > 0 ? page : 1,
  }
}

/** The query that leads to a view, from its first page on; what is the default is left out. */
export function collectionsQueryOf(view: Partial<CollectionsView>): string {
  return queryOf({
    view: view.view === 'list' ? 'list' : undefined,
    prefix: view.prefix,
    order: view.order === 'records-created' ? undefined : view.order,
    period: view.period === 'ever' ? undefined : view.period,
    q: view.search,
    cursor: view.cursor,
    page: view.page && view.page > 1 ? String(view.page) : undefined,
  })
}

/** From when on (ISO, a full hour) a period counts; undefined for ever. */
export function sinceOf(period: CollectionsView['period'], now: number): string | undefined {
  if (period === 'ever') return undefined
  return new Date(now - (now % HOUR) + HOUR - LENGTHS[period]).toISOString()
}

/** The prefixes above a name, the shortest first; the first two segments are one step. */
export function stepsTo(name: string): { prefix: string; name: string }[] {
  const segments = name.split('.')
  return segments.slice(1).map((segment, index) => ({
    prefix: segments.slice(0, index + 2).join('.'),
    name: index === 0 ? segments.slice(0, 2).join('.') : segment,
  }))
}
