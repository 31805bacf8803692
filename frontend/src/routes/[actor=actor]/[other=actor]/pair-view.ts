import { oneOf, queryOf } from '#lib/query.ts'

export const WINDOWS = ['1h', '24h', '48h', '7d', '30d', 'all'] as const

/** Days as `2026-11-20`, both among what is shown. */
export type Days = { from: string; to: string }

/** What the page of a pair shows, all of it from the query of its address. */
export type PairView = { window: (typeof WINDOWS)[number] | Days; page: number }

const DAY_LENGTH = 86_400_000
const DAY = /^\d{4}-\d\d-\d\d$/

/** The view that a query asks for; whatever it does not know counts as not said. */
export function pairViewOf(query: URLSearchParams): PairView {
  const [from, to] = [query.get('from'), query.get('to')].filter(isDay).sort()
  const page = Number(query.get('page'))
  return {
    window: from && to ? { from, to } : (oneOf(WINDOWS, query.get('window')) ?? '48h'),
    page: Number.isInteger(page) && page > 0 ? page : 1,
  }
}

/** The query that leads to a view; what is the default is left out. */
export function pairQueryOf({ window, page }: PairView): string {
  const span = typeof window === 'string' ? { window: window === '48h' ? '' : window } : window
  return queryOf({ ...span, page: page > 1 ? String(page) : '' })
}

/** The window as the API knows it, where the last day is not among what is meant. */
export function apiWindowOf(window: PairView['window']): string {
  if (typeof window === 'string') return window
  const end = new Date(Date.parse(window.to) + DAY_LENGTH).toISOString()
  return `${window.from}..${end.slice(0, window.to.length)}`
}

function isDay(text: string | null): text is string {
  return text !== null && DAY.test(text) && new Date(text).toString() !== 'Invalid Date'
}
