import type { Circle, Counts, Explanation, Shown } from '@orrery/shared/circle'
import type { AnswerTo } from '@orrery/shared/client'
import { INTERACTION_TYPES } from '@orrery/shared/interaction'
import { explain } from '@orrery/shared/scores'
import type { Column, View } from './view.ts'

export const PAGE_SIZE = 25

/** As many rows as are asked for; of longer lists the strongest. */
export const MOST_ROWS = 1000

type Interactions = AnswerTo<'/interactions/{actor}'>
type Row = Interactions['both'][number]
type Sides = Record<'sent' | 'received', Counts>

/**
 * A partner with its place among all by score, the counts of the direction that is shown, and how many
 * went each way, as far as that is known.
 */
export type Partner = Counts & {
  did: string | null
  rank: number
  score: number
  characters: number
  last: string
  ways: { sent: number; received: number; both: number; reciprocity: number } | null
}

export type PartnersPage = { rows: Partner[]; page: number; pages: number; total: number }

/** A partner's row beside who it is of. */
export type NamedPartner = Partner & { profile: Shown }

/**
 * All partners in the direction of the circle, by score as there; those on the orbits come out of the
 * circle itself, all others out of the lists.
 * @param hidden DIDs of those who are left out
 */
export function partnersOf(
  circle: Circle,
  lists: Interactions,
  hidden: ReadonlySet<string>,
): Partner[] {
  const placed = circle.orbits.flat()
  const dids = new Set(placed.map(({ did }) => did))
  const unnamed = placed.filter(({ did }) => did === null).map(signOf)
  const sidesOf = sideFinder(lists)
  const others = lists[circle.direction].flatMap((row) => {
    if (row.did === null ? takeFrom(unnamed, signOf(row)) : dids.has(row.did)) return []
    if (row.did !== null && hidden.has(row.did)) return []
    const sides = sidesOf(row)
    const score = explain({ counts: row, sent: NONE, received: NONE, ...sides }, circle)
    return [partnerOf(row, score, sides)]
  })
  return [
    ...placed.map((person) => partnerOf(person, person, person)),
    ...others.sort(byStrength),
  ].map((partner, index) => ({ ...partner, rank: index + 1 }))
}

/** One page of the partners, sorted as the view asks; equals stay in the order of their ranks. */
export function partnersPageOf(
  partners: readonly Partner[],
  { sort, order, page }: Pick<View, 'sort' | 'order' | 'page'>,
): PartnersPage {
  const sign = order === 'asc' ? 1 : -1
  const sorted = partners.toSorted((one, other) => {
    const [a, b] = [figureOf(one, sort), figureOf(other, sort)]
    if (a === null || b === null) return Number(a === null) - Number(b === null)
    return sign * (a - b)
  })
  const pages = Math.max(1, Math.ceil(partners.length / PAGE_SIZE))
  const shown = Math.min(page, pages)
  return {
    rows: sorted.slice((shown - 1) * PAGE_SIZE, shown * PAGE_SIZE),
    page: shown,
    pages,
    total: partners.length,
  }
}

function partnerOf(
  { did, like, repost, reply, quote, post, total, characters, last }: Row,
  { score, reciprocity }: Pick<Explanation, 'score' | 'reciprocity'>,
  sides: Sides | undefined,
): Partner {
  const [sent, received] = [sides?.sent.total ?? 0, sides?.received.total ?? 0]
  return {
    ...{ did, rank: 0, score, like, repost, reply, quote, post, total, characters, last },
    ways: sides ? { sent, received, both: sent + received, reciprocity } : null,
  }
}

/**
 * Finds what went each way out of three lists, any of which may end before the weakest. Nothing is
 * known of whoever has no name, nor of one who is in none but a cut list.
 */
function sideFinder(lists: Interactions): (row: Row) => Sides | undefined {
  const find = (direction: 'both' | 'sent' | 'received') => {
    const rows = new Map(lists[direction].map((row) => [row.did, row]))
    const isWhole = lists[direction].length < MOST_ROWS
    return (did: string) => rows.get(did) ?? (isWhole ? NONE : undefined)
  }
  const [bothWith, sentTo, receivedFrom] = [find('both'), find('sent'), find('received')]

  return ({ did }) => {
    if (did === null) return undefined
    const [both, sent, received] = [bothWith(did), sentTo(did), receivedFrom(did)]
    if (sent && received) return { sent, received }
    if (both && sent) return { sent, received: differenceOf(both, sent) }
    if (both && received) return { sent: differenceOf(both, received), received }
    return undefined
  }
}

function differenceOf(both: Counts, part: Counts): Counts {
  const rest = { ...NONE }
  for (const type of [...INTERACTION_TYPES, 'total'] as const) rest[type] = both[type] - part[type]
  return rest
}

const NONE: Counts = { like: 0, repost: 0, reply: 0, quote: 0, post: 0, total: 0 }

function figureOf({ ways, ...partner }: Partner, column: Column): number | null {
  if (column === 'last') return Date.parse(partner.last)
  if (column === 'sent' || column === 'received' || column === 'both' || column === 'reciprocity')
    return ways?.[column] ?? null
  return partner[column]
}

/** Tells people without names apart as far as that goes. */
function signOf({ total, characters, last }: Row): string {
  return `${total} ${characters} ${last}`
}

function takeFrom(signs: string[], sign: string): boolean {
  const place = signs.indexOf(sign)
  if (place >= 0) signs.splice(place, 1)
  return place >= 0
}

/** As circles rank: by score, then total, then last, then DID. */
function byStrength(one: Partner, other: Partner): number {
  return (
    other.score - one.score ||
    other.total - one.total ||
    Date.parse(other.last) - Date.parse(one.last) ||
    ((one.did ?? '') < (other.did ?? '') ? -1 : 1)
  )
}
