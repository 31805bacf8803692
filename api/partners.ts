import type { Direction } from '@orrery/shared/circle'
import type { Span } from '@orrery/shared/members'
import type { Store } from '@orrery/shared/store'
import { readTallies } from './account-tallies.ts'
import { mergeTallies, type Tally, type TypeCounts } from './tallies.ts'
import { sortInTurns } from './turns.ts'
import type { PastSpan } from './window.ts'

/** What passed between an account and one partner, as it is told; `last` is an ISO time. */
export type Row = TypeCounts & { did: string; characters: number; total: number; last: string }

export type InDirections<List> = Record<Direction, List>
export type Partners = InDirections<Row[]>

/** DIDs by account number. */
export type Names = ReadonlyMap<number, string>

/**
 * The tallies of an account in each direction, in no order, out of the raw records of a span and of
 * what history knows of another. Accounts that are hidden are left out. Nothing at all for a DID that
 * the store has never met.
 */
export async function talliesOf(
  store: Store,
  did: string,
  span: Span,
  past?: PastSpan,
): Promise<InDirections<readonly Tally[]>> {
  const account = (await store.accounts.find([did])).get(did)
  if (account === undefined) return { sent: [], received: [], both: [] }
  const { sent, received } = await readTallies(store, account, span, past)
  return { sent, received, both: mergeTallies(sent, received) }
}

/** The partners of an account in each direction, by total, then by last, then by DID. */
export async function partnersOf(store: Store, did: string, span: Span): Promise<Partners> {
  const { sent, received, both } = await talliesOf(store, did, span)
  const names = await namesOf(store, both)
  const rowsOf = async (tallies: readonly Tally[]) =>
    (await inOrder(tallies, names)).map((tally) => rowOf(tally, names))
  return { sent: await rowsOf(sent), received: await rowsOf(received), both: await rowsOf(both) }
}

export async function namesOf(store: Store, tallies: readonly Tally[]): Promise<Names> {
  return store.accounts.didsOf(tallies.map(({ partner }) => partner))
}

/** By total, then by last, then by DID; without those whose DID is not among the names. */
export function inOrder(tallies: readonly Tally[], names: Names): Promise<Tally[]> {
  const named = tallies.filter(({ partner }) => names.has(partner))
  return sortInTurns(named, (a, b) => {
    return b.total - a.total || b.last - a.last || compare(nameIn(names, a), nameIn(names, b))
  })
}

export function rowOf(tally: Tally, names: Names): Row {
  const { partner, last, ...counts } = tally
  return { did: nameIn(names, tally), ...counts, last: new Date(last).toISOString() }
}

function nameIn(names: Names, { partner }: Tally): string {
  return names.get(partner) ?? ''
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
