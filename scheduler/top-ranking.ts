import type { TopOrder, TopRow } from '@orrery/shared/top-list'

/** A row under the name by which equals are ordered. */
export type NamedRow = TopRow & { did: string }

/**
 * The best rows of any number that are offered: by count or by partners, then by the other, then by
 * DID. Rows without any are not taken.
 */
export type Ranking = {
  /** False where a row with these figures has no place, whatever its DID. */
  mayTake(figures: Pick<TopRow, 'count' | 'partners'>): boolean
  /** What the figure that is ranked by must be, at the least, to have a place. */
  floor(): number
  offer(row: NamedRow): void
  rows(): TopRow[]
}

export function createRanking(order: TopOrder, places: number): Ranking {
  const other = order === 'count' ? 'partners' : 'count'
  const best: NamedRow[] = []

  function byFigures(a: Figures, b: Figures): number {
    return b[order] - a[order] || b[other] - a[other]
  }

  const byRank = (a: NamedRow, b: NamedRow) => byFigures(a, b) || (a.did < b.did ? -1 : 1)

  function mayTake(figures: Figures): boolean {
    const last = best[places - 1]
    return figures.count > 0 && (last === undefined || byFigures(figures, last) <= 0)
  }

  return {
    mayTake,
    floor: () => best[places - 1]?.[order] ?? 1,
    offer(row) {
      if (!mayTake(row)) return
      let place = best.length
      while (place > 0 && byRank(row, best[place - 1] as NamedRow) < 0) place--
      best.splice(place, 0, row)
      if (best.length > places) best.pop()
    },
    rows: () => best.map(({ account, count, partners }) => ({ account, count, partners })),
  }
}

type Figures = Pick<TopRow, 'count' | 'partners'>
