import type { Counts } from '@orrery/shared/circle'
import { INTERACTION_TYPES } from '@orrery/shared/interaction'
import type { Row } from './interactions.ts'
import type { Column, View } from './view.ts'

export const PAGE_SIZE = 25

/** A row with its place among all, by total. */
export type RankedRow = Row & { rank: number }

export type PartnersPage = { rows: RankedRow[]; page: number; pages: number; total: number }

/**
 * One page of the partners, sorted as the view asks. Rows come strongest first and keep that order
 * where the sorted column is equal. A page behind the last one is the last one.
 */
export function partnersPageOf(rows: Row[], { sort, order, page }: View): PartnersPage {
  const ranked = rows.map((row, index) => ({ ...row, rank: index + 1 }))
  const sign = order === 'asc' ? 1 : -1
  const sorted = ranked.toSorted((one, other) => sign * compare(one, other, sort))
  const pages = Math.max(1, Math.ceil(rows.length / PAGE_SIZE))
  const shown = Math.min(page, pages)
  return {
    rows: sorted.slice((shown - 1) * PAGE_SIZE, shown * PAGE_SIZE),
    page: shown,
    pages,
    total: rows.length,
  }
}

/** Interactions with all partners together, by type. */
export function sumOf(rows: Row[]): Counts {
  const sum: Counts = { like: 0, repost: 0, reply: 0, quote: 0, post: 0, total: 0 }
  for (const row of rows) {
    for (const column of [...INTERACTION_TYPES, 'total'] as const) sum[column] += row[column]
  }
  return sum
}

function compare(one: Row, other: Row, column: Column): number {
  if (column === 'last') return Date.parse(one.last) - Date.parse(other.last)
  return one[column] - other[column]
}
