import { INTERACTION_TYPES } from '@orrery/shared/interaction'
import { DEFAULT_WEIGHTS } from '@orrery/shared/weights'
import { COLOURED } from './view.ts'
import { timeOfLocal } from './zoned-time.ts'

/** In an address, that it comes from the form and may be said in fewer words. */
export const FORM = 'form'

/** Names of fields that are no options by themselves. */
export const FIELDS = { from: 'from', to: 'to', points: 'points-' } as const

/** Names of choices that stand for several options together. */
export const CUSTOM = 'custom'
export const OWN = 'own'
export const MUTUAL = 'mutual'

/** What is taken over as it is. */
const TAKEN = [
  ...['orbits', 'bots', 'blocked', 'follow', 'hide', 'date', 'watermark'],
  ...['find', 'sort', 'order'],
]

type Query = Record<string, string>

/** What an address need not say. */
const DEFAULTS: Query = {
  window: '48h',
  direction: 'both',
  orbits: '2',
  weights: 'balanced',
  theme: 'auto',
  sort: 'score',
  order: 'desc',
}

/** The query of the options that a form says, whose times are those of a zone. */
export function queryOfForm(form: URLSearchParams | FormData, zone: string): Query {
  const said = (name: string) => String(form.get(name) ?? '')
  const query: Query = {}
  for (const name of TAKEN) query[name] = said(name)
  query.window = said('window') === CUSTOM ? windowOf(said, zone) : said('window')
  if (said('direction') === MUTUAL) query.ranking = 'mutual'
  else query.direction = said('direction')
  query.weights = said('weights') === OWN ? pointsOf(said) : said('weights')
  if (said('theme') === OWN) for (const name of COLOURED) query[name] = said(name)
  else query.theme = said('theme')
  const isSaid = ([name, value]: [string, string]) => value !== '' && value !== DEFAULTS[name]
  return Object.fromEntries(Object.entries(query).filter(isSaid))
}

type Said = (name: string) => string

function windowOf(said: Said, zone: string): string {
  const ends = [said(FIELDS.from), said(FIELDS.to)].map((text) => timeOfLocal(text, zone) ?? text)
  return ends.map((end) => end.replace('.000Z', 'Z')).join('..')
}

/** Of types that are not named the points are those of the default. */
function pointsOf(said: Said): string {
  const named = INTERACTION_TYPES.map((type) => [type, said(FIELDS.points + type)] as const)
  const changed = named.filter(([type, points]) => {
    return points !== '' && Number(points) !== DEFAULT_WEIGHTS[type]
  })
  return changed.map(([type, points]) => `${type}:${points}`).join(',')
}
