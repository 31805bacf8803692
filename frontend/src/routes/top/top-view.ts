import { INTERACTION_TYPES } from '@orrery/shared/interaction'
import { oneOf, queryOf } from '#lib/query.ts'

const HOUR = 3_600_000

export const TYPES = ['all', ...INTERACTION_TYPES, 'block'] as const
export const SIDES = ['subject', 'author'] as const
export const WINDOWS = ['24h', '1h'] as const
export const ORDERS = ['count', 'partners'] as const

/** Which top list is shown, all of it from the query of its address; `at` is the ISO time of an hour. */
export type TopView = {
  type: (typeof TYPES)[number]
  side: (typeof SIDES)[number]
  window: (typeof WINDOWS)[number]
  by: (typeof ORDERS)[number]
  bots: boolean
  at: string | undefined
}

/** The view that a query asks for; whatever it does not know counts as not said. */
export function topViewOf(query: URLSearchParams): TopView {
  const type = oneOf(TYPES, query.get('type')) ?? 'all'
  const at = Date.parse(query.get('at') ?? '')
  return {
    type,
    side: oneOf(SIDES, query.get('side')) ?? 'subject',
    window: oneOf(WINDOWS, query.get('window')) ?? '24h',
    // Of blocks it is not kept who is concerned.
    by: (type !== 'block' && oneOf(ORDERS, query.get('by'))) || 'count',
    bots: query.get('bots') !== 'false',
    at: at >= 0 ? hourOf(at) : undefined,
  }
}

/** The query that leads to a view; what is the default is left out. */
export function topQueryOf({ type, side, window, by, bots, at }: TopView): string {
  return queryOf({
    type: type === 'all' ? undefined : type,
    side: side === 'subject' ? undefined : side,
    window: window === '24h' ? undefined : window,
    by: by === 'count' || type === 'block' ? undefined : by,
    bots: bots ? undefined : 'false',
    at,
  })
}

/** The hour so many hours from the one that is shown; none where that has not begun. */
export function hourFrom(at: string, hours: number, now: number): string | undefined {
  const shifted = Date.parse(at) + hours * HOUR
  return shifted <= now && shifted >= 0 ? new Date(shifted).toISOString() : undefined
}

/** The hours to choose from, the running one first; the one that is shown is among them. */
export function hoursUpTo(now: number, count: number, shown: string | undefined): string[] {
  const hours = Array.from({ length: count }, (_, back) => hourOf(now - back * HOUR))
  return shown === undefined || hours.includes(shown) ? hours : [...hours, shown]
}

function hourOf(at: number): string {
  return new Date(at - (at % HOUR)).toISOString()
}
