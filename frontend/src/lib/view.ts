import type { Direction, Ranking, Weights } from '@orrery/shared/circle'
import type { Theme } from '@orrery/shared/circle-theme'
import { type Calls, type Parameters, pathOf } from '@orrery/shared/client'
import type { Colour } from '@orrery/shared/contrast'
import { INTERACTION_TYPES } from '@orrery/shared/interaction'
import { DEFAULT_WEIGHTS, presetOf } from '@orrery/shared/weights'

export const WINDOWS = ['1h', '24h', '48h', '7d', '30d'] as const
const HOURS: Record<string, number> = { '1h': 1, '24h': 24, '48h': 48, '7d': 168, '30d': 720 }
export const DIRECTIONS = ['both', 'sent', 'received'] as const satisfies Direction[]
export const ORBITS = [1, 2, 3] as const
export const FOLLOWS = ['mutuals', 'following', 'followers', 'strangers'] as const
export const COLOURED = ['background', 'text', 'accent'] as const
export const COLUMNS = [
  ...['score', 'sent', 'received', 'both'],
  ...INTERACTION_TYPES,
  ...['characters', 'reciprocity', 'last'],
] as readonly Column[]

export type Column =
  | (typeof INTERACTION_TYPES)[number]
  | 'score'
  | 'sent'
  | 'received'
  | 'both'
  | 'characters'
  | 'reciprocity'
  | 'last'

/** What an account's page shows, all of it from the query of its address. */
export type View = {
  /** One of `WINDOWS`, or `<from>..<to>`, both ISO. */
  window: string
  direction: Direction
  ranking: Ranking
  orbits: (typeof ORBITS)[number]
  weights: Weights
  /** Whether accounts that call themselves bots, and people who are blocked, are among them. */
  bots: boolean
  blocked: boolean
  follow: (typeof FOLLOWS)[number] | undefined
  /** DIDs and handles of accounts that get no place. */
  hide: string[]
  theme: Theme
  colours: Partial<Record<(typeof COLOURED)[number], Colour>>
  date: boolean
  watermark: string
  /** Which rows the table has, in which order. */
  find: string
  sort: Column
  order: 'desc' | 'asc'
  page: number
}

export const DEFAULT_VIEW: View = {
  window: '48h',
  direction: 'both',
  ranking: 'sum',
  orbits: 2,
  weights: DEFAULT_WEIGHTS,
  bots: true,
  blocked: true,
  follow: undefined,
  hide: [],
  theme: 'auto',
  colours: {},
  date: false,
  watermark: '',
  find: '',
  sort: 'score',
  order: 'desc',
  page: 1,
}

/** How long (milliseconds) a window is that ends with the present; undefined of one between two times. */
export function lengthOfWindow(window: string): number | undefined {
  const hours = HOURS[window]
  return hours && hours * 3_600_000
}

const { find, sort, order, page } = DEFAULT_VIEW
const FIRST_ROWS = { find, sort, order, page }

/** Whether some are left out whoever they are. */
export function isFiltered({ bots, blocked, follow }: View): boolean {
  return !bots || !blocked || follow !== undefined
}

/** How the API asks for circles. */
type CircleQuery = Omit<Calls['/circles/{actor}']['parameters'], 'actor' | 'lang'>

/** What an account's circle depends on; what is the default is left out. */
export function circleQueryOf(view: Partial<View>): CircleQuery {
  const { window, direction, ranking, orbits, weights, bots, blocked, follow, hide } = {
    ...DEFAULT_VIEW,
    ...view,
  }
  return {
    ...(window !== DEFAULT_VIEW.window && { window }),
    ...(direction !== DEFAULT_VIEW.direction && { direction }),
    ...(ranking !== DEFAULT_VIEW.ranking && { ranking }),
    ...(orbits !== DEFAULT_VIEW.orbits && { orbits: `${orbits}` as const }),
    ...(presetOf(weights) !== 'balanced' && { weights: weightsTextOf(weights) }),
    ...(!bots && { bots }),
    ...(!blocked && { blocked }),
    ...(follow && { follow }),
    ...(hide.length > 0 && { hide: hide.join(',') }),
  }
}

/** What its picture depends on besides. */
export function pictureQueryOf(view: Partial<View>): Parameters {
  const { theme, colours, date, watermark } = { ...DEFAULT_VIEW, ...view }
  const digits = Object.entries(colours).map(([name, colour]) => [name, colour.slice(1)])
  return {
    ...circleQueryOf(view),
    ...(theme !== DEFAULT_VIEW.theme && { theme }),
    ...Object.fromEntries(digits),
    ...(date && { date }),
    ...(watermark && { watermark }),
  }
}

/** The query that leads to a view, with its `?`; empty where all is as by default. */
export function queryOf(view: Partial<View>): string {
  const { find, sort, order, page } = { ...DEFAULT_VIEW, ...view }
  return searchOf({
    ...pictureQueryOf(view),
    ...(find && { find }),
    ...(sort !== DEFAULT_VIEW.sort && { sort }),
    ...(order !== DEFAULT_VIEW.order && { order }),
    ...(page !== DEFAULT_VIEW.page && { page }),
  })
}

/** The query that leads to the same view of somebody else. */
export function queryOfOthers(view: View): string {
  return queryOf({ ...view, hide: [], ...FIRST_ROWS })
}

/** The query that leads to the view with its first rows, as one would share it. */
export function queryToShare(view: View): string {
  return queryOf({ ...view, ...FIRST_ROWS })
}

/** A query with its `?`, of which times and lists stay legible. */
export function searchOf(query: Parameters): string {
  return pathOf('', query).replaceAll('%3A', ':').replaceAll('%2C', ',')
}

/** The name of a preset, or the points of the types that are not as in the default. */
function weightsTextOf(weights: Weights): string {
  const changed = INTERACTION_TYPES.filter((type) => weights[type] !== DEFAULT_WEIGHTS[type])
  return presetOf(weights) ?? changed.map((type) => `${type}:${weights[type]}`).join(',')
}
