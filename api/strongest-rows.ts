import type { Counts } from '@orrery/shared/circle'
import type { Store } from '@orrery/shared/store'
import { type InDirections, namesOf, rowOf } from './partners.ts'
import { contendersOf, type Places, type StrongestRow } from './ranking.ts'
import type { Tally } from './tallies.ts'

type TalliesInDirections = InDirections<readonly Tally[]>

/** Rows of those who have a place on the orbits, and of some who may not. */
export type ReadStrongest = (
  store: Store,
  tallies: TalliesInDirections,
  places: Places,
) => Promise<StrongestRow[]>

/** Nobody asks for more circles of the same tallies but to fill our memory. */
const REMEMBERED = 64

/** Remembers what it found for as long as the tallies themselves are. */
export function openStrongest(): ReadStrongest {
  const remembered = new WeakMap<TalliesInDirections, Map<string, Promise<StrongestRow[]>>>()

  return (store, tallies, places) => {
    const known = remembered.get(tallies) ?? new Map<string, Promise<StrongestRow[]>>()
    remembered.set(tallies, known)
    const name = JSON.stringify(places)
    const rows = known.get(name) ?? rowsOf(store, tallies, contendersOf(tallies, places))
    if (known.size >= REMEMBERED) known.clear()
    known.set(name, rows)
    rows.catch(() => known.delete(name))
    return rows
  }
}

async function rowsOf(
  store: Store,
  { sent, received }: TalliesInDirections,
  contenders: Tally[],
): Promise<StrongestRow[]> {
  const names = await namesOf(store, contenders)
  const partners = new Set(contenders.map(({ partner }) => partner))
  const [sentTo, receivedFrom] = [sent, received].map((tallies) => countsWith(tallies, partners))
  return contenders
    .filter(({ partner }) => names.has(partner))
    .map((tally) => ({
      ...rowOf(tally, names),
      sent: sentTo?.get(tally.partner) ?? NONE,
      received: receivedFrom?.get(tally.partner) ?? NONE,
    }))
}

const NONE: Counts = { like: 0, repost: 0, reply: 0, quote: 0, post: 0, total: 0 }

function countsWith(tallies: readonly Tally[], partners: Set<number>): Map<number, Counts> {
  return new Map(
    tallies
      .filter(({ partner }) => partners.has(partner))
      .map(({ partner, like, repost, reply, quote, post, total }) => [
        partner,
        { like, repost, reply, quote, post, total },
      ]),
  )
}
