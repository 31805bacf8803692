import { clashIn, THEMES } from '@orrery/shared/circle-theme'
import { parseColour } from '@orrery/shared/contrast'
import { parseWeights } from '@orrery/shared/weights'
import { oneOf } from './query.ts'
import {
  COLOURED,
  COLUMNS,
  DEFAULT_VIEW,
  DIRECTIONS,
  FOLLOWS,
  ORBITS,
  type View,
  WINDOWS,
} from './view.ts'

/** What was asked for and cannot be meant, so that the default stands instead. */
export type Problem = { option: ProblemOption; value: string }
export type ProblemOption =
  | ((typeof COLOURED)[number] | keyof typeof READERS)
  | ('ranking' | 'contrast' | 'filters')

const LONGEST_SPAN = 3660 * 86_400_000
const LONGEST_TEXT = 40
const MOST_HIDDEN = 50
const TIME = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d))?$/
const ACTOR = /^(did:[a-z]+:[\w.:%-]+|([a-z0-9-]+\.)+[a-z][a-z0-9-]*)$/i

/** Reads an option out of what a query says of it; undefined for what cannot be meant. */
const READERS = {
  window: (text) => WINDOWS.find((window) => window === text) ?? windowBetween(text),
  direction: (text) => oneOf(DIRECTIONS, text),
  orbits: (text) => oneOf(ORBITS, Number(text)),
  weights: parseWeights,
  bots: flag,
  blocked: flag,
  follow: (text) => oneOf(FOLLOWS, text),
  hide: actorsOf,
  theme: (text) => oneOf(THEMES, text),
  date: flag,
  watermark: (text) => (Array.from(text).length <= LONGEST_TEXT ? text.trim() : undefined),
  find: (text) => text.trim().slice(0, LONGEST_TEXT),
  sort: (text) => oneOf(COLUMNS, text),
  order: (text) => oneOf(['desc', 'asc'] as const, text),
  page: (text) => (/^[1-9]\d{0,6}$/.test(text) ? Number(text) : undefined),
} satisfies { [Option in keyof View]?: (text: string) => View[Option] | undefined }

/** The view that a query asks for, and all of it that could not be meant. */
export function viewOf(query: URLSearchParams): { view: View; problems: Problem[] } {
  const problems: Problem[] = []
  const view: View = { ...DEFAULT_VIEW }

  function read<Option extends keyof typeof READERS>(option: Option): void {
    const said = query.getAll(option).join(',')
    if (said === '') return
    const value = (READERS[option] as (text: string) => View[Option] | undefined)(said)
    if (value === undefined) problems.push({ option, value: said })
    else view[option] = value
  }

  for (const option of Object.keys(READERS)) read(option as keyof typeof READERS)
  view.ranking = rankingOf(query, view, problems)
  view.colours = coloursOf(query, view, problems)
  return { view, problems }
}

/** A mutual ranking leaves no direction to choose. */
function rankingOf(query: URLSearchParams, { direction }: View, problems: Problem[]) {
  const value = query.get('ranking') ?? 'sum'
  if (value === 'sum' || (value === 'mutual' && direction === 'both')) return value
  problems.push({ option: 'ranking', value })
  return 'sum'
}

function coloursOf(query: URLSearchParams, { theme }: View, problems: Problem[]): View['colours'] {
  const colours: View['colours'] = {}
  for (const option of COLOURED) {
    const value = query.get(option)
    if (!value) continue
    const colour = parseColour(value)
    if (colour) colours[option] = colour
    else problems.push({ option, value })
  }
  const clash = clashIn(theme === 'dark' ? 'dark' : 'light', colours)
  if (clash === undefined) return colours
  problems.push({ option: 'contrast', value: `${clash.colour} / ${clash.background}` })
  return {}
}

function windowBetween(text: string): string | undefined {
  const ends = text.split('..')
  const [from, to] = ends.map((end) => (TIME.test(end) ? Date.parse(end) : Number.NaN))
  if (ends.length !== 2 || from === undefined || to === undefined) return undefined
  return from < to && to - from <= LONGEST_SPAN ? text : undefined
}

function actorsOf(text: string): string[] | undefined {
  const actors = text.split(/[\s,]+/).flatMap((each) => each.replace(/^@/, '') || [])
  return actors.length <= MOST_HIDDEN && actors.every((actor) => ACTOR.test(actor))
    ? actors
    : undefined
}

function flag(text: string): boolean | undefined {
  return text === 'true' ? true : text === 'false' ? false : undefined
}
