import type { Weights } from '@orrery/shared/circle'
import type { Store } from '@orrery/shared/store'
import { contendersOf } from './circle.ts'
import { namesOf, type Row, rowOf } from './partners.ts'
import type { Tally } from './tallies.ts'

/** Rows of those who have a place on the orbits, and of some who may not. */
export type ReadStrongest = (
  store: Store,
  tallies: readonly Tally[],
  places: { orbits: number; weights: Weights },
) => Promise<Row[]>

/** Nobody asks for more circles of the same tallies but to fill our memory. */
const REMEMBERED = 64

/** Remembers what it found for as long as the tallies themselves are. */
export function openStrongest(): ReadStrongest {
  const remembered = new WeakMap<readonly Tally[], Map<string, Promise<Row[]>>>()

  return (store, tallies, places) => {
    const known = remembered.get(tallies) ?? new Map<string, Promise<Row[]>>()
    remembered.set(tallies, known)
    const name = JSON.stringify(places)
    const rows = known.get(name) ?? rowsOf(store, contendersOf(tallies, places))
    if (known.size >= REMEMBERED) known.clear()
    known.set(name, rows)
    rows.catch(() => known.delete(name))
    return rows
  }
}

async function rowsOf(store: Store, tallies: Tally[]): Promise<Row[]> {
  const names = await namesOf(store, tallies)
  return tallies.filter(({ partner }) => names.has(partner)).map((tally) => rowOf(tally, names))
}
