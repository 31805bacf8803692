import type { Direction } from '@orrery/shared/circle'
import { INTERACTION_TYPES } from '@orrery/shared/interaction'

export const WINDOWS = ['1h', '24h', '48h', 'all'] as const
export const DIRECTIONS = ['both', 'sent', 'received'] as const satisfies Direction[]
export const ORBITS = [1, 2, 3] as const
export const COLUMNS = [...INTERACTION_TYPES, 'characters', 'total', 'last'] as const

export type Column = (typeof COLUMNS)[number]

/** What a person's page shows, all of it from the query of its address. */
export type View = {
  window: (typeof WINDOWS)[number]
  direction: Direction
  orbits: (typeof ORBITS)[number]
  sort: Column
  order: 'desc' | 'asc'
  page: number
}

const DEFAULT_VIEW: View = {
  window: '48h',
  direction: 'both',
  orbits: 2,
  sort: 'total',
  order: 'desc',
  page: 1,
}

/** The view that a query asks for; whatever it does not know counts as not said. */
export function viewOf(query: URLSearchParams): View {
  const page = Number(query.get('page'))
  return {
    window: oneOf(WINDOWS, query.get('window')) ?? DEFAULT_VIEW.window,
    direction: oneOf(DIRECTIONS, query.get('direction')) ?? DEFAULT_VIEW.direction,
    orbits: oneOf(ORBITS, Number(query.get('orbits'))) ?? DEFAULT_VIEW.orbits,
    sort: oneOf(COLUMNS, query.get('sort')) ?? DEFAULT_VIEW.sort,
    order: query.get('order') === 'asc' ? 'asc' : 'desc',
    page: Number.isInteger(page) && page > 0 ? page : DEFAULT_VIEW.page,
  }
}

/** The query that leads to a view, with its `?`; what is the default is left out. */
export function queryOf(view: Partial<View>): string {
  const said = new URLSearchParams()
  for (const [name, value] of Object.entries({ ...DEFAULT_VIEW, ...view })) {
    if (value !== DEFAULT_VIEW[name as keyof View]) said.set(name, String(value))
  }
  return said.size === 0 ? '' : `?${said}`
}

/** The part of a view that the API's circles know. */
export function circleQueryOf({ window, direction, orbits }: View): string {
  return `?${new URLSearchParams({ window, direction, orbits: String(orbits) })}`
}

function oneOf<Choice>(choices: readonly Choice[], value: unknown): Choice | undefined {
  return choices.find((choice) => choice === value)
}
