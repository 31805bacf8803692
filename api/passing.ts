import type { Sources } from './answers.ts'
import { type FilterOut, type Filters, filterOf, firstPassing } from './filters.ts'
import type { Owner } from './owner.ts'
import type { InDirections, Names } from './partners.ts'
import { type Places, placesOn, type StrongestRow, strongestOf } from './ranking.ts'
import type { Tally } from './tallies.ts'

/** The strongest rows of those who pass the filters. */
export async function passingRows(
  sources: Sources,
  owner: Owner,
  tallies: InDirections<readonly Tally[]>,
  { filters, ...places }: Places & { filters: Filters },
): Promise<StrongestRow[]> {
  const { store } = sources.stored
  const filterOut = filterOf(sources, owner.did, filters)
  if (filterOut === undefined) return sources.readStrongest(store, tallies, places)
  const wanted = placesOn(places)
  let rows: StrongestRow[] = []
  const passing = await firstPassing(filterOut, wanted, async (count) => {
    const more = { ...places, spare: count - wanted }
    rows = await sources.readStrongest(store, tallies, more)
    return strongestOf(rows, more).map(({ row }) => row.did)
  })
  return rows.filter(({ did }) => passing.has(did))
}

/** The first tallies of those who pass, in their order. */
export async function passingTallies(
  filterOut: FilterOut,
  all: Tally[],
  names: Names,
  limit: number,
): Promise<Tally[]> {
  const didOf = ({ partner }: Tally) => names.get(partner) ?? ''
  const passing = await firstPassing(filterOut, limit, async (count) =>
    all.slice(0, count).map(didOf),
  )
  return all.filter((tally) => passing.has(didOf(tally)))
}
