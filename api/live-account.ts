import type { Counts } from '@orrery/shared/circle'
import { INTERACTION_TYPES } from '@orrery/shared/interaction'
import { DAY } from '@orrery/shared/step'
import type { Store } from '@orrery/shared/store'
import type { Change } from './live-changes.ts'
import { talliesOf } from './partners.ts'
import type { Tally } from './tallies.ts'
import { findSources } from './window.ts'

/** What passed between an account and others, kept up to date. */
export type AccountState = {
  from: number
  sent: Counts
  received: Counts
  /** The strongest partners; of others it is not known how much passed. */
  partners: Map<string, { sent: number; received: number }>
  /** Whether these are all. */
  isWhole: boolean
}

/** A change as it is told: with what the counts are after it. */
export type ToldChange = {
  partner: string
  type: string
  direction: 'sent' | 'received'
  by: 1 | -1
  at: string
  /** What passed with the partner; null where that is not known. */
  partnerTotals: { sent: number; received: number } | null
  totals: { sent: Counts; received: Counts }
}

const MOST_PARTNERS = 20_000
const SHOWN_PARTNERS = 100
/** A commit's time may be ahead of the clock. */
const FOREVER = Number.POSITIVE_INFINITY

/** The counts of the last 48 hours, as far as they are indexed. */
export async function readAccountState(
  store: Store,
  did: string,
  now: number,
): Promise<AccountState> {
  const { whole, raw, past } = await findSources(store, 2 * DAY, now)
  const { sent, received, both } = await talliesOf(store, did, { ...raw, to: FOREVER }, past)
  const strongest = both.toSorted((a, b) => b.total - a.total).slice(0, MOST_PARTNERS)
  const names = await store.accounts.didsOf(strongest.map(({ partner }) => partner))
  const partners = new Map(Array.from(names.values(), (name) => [name, { sent: 0, received: 0 }]))
  for (const [direction, tallies] of Object.entries({ sent, received })) {
    for (const { partner, total } of tallies) {
      const counts = partners.get(names.get(partner) ?? '')
      if (counts) counts[direction as 'sent' | 'received'] = total
    }
  }
  return {
    from: whole.from,
    sent: countsOf(sent),
    received: countsOf(received),
    partners,
    isWhole: both.length <= MOST_PARTNERS,
  }
}

/** @param times -1 takes the change back */
export function applyChange(state: AccountState, change: Change, times: 1 | -1 = 1): void {
  const { partner, type, direction } = change
  const by = change.by * times
  state[direction][type] += by
  state[direction].total += by
  const known = state.partners.get(partner)
  if (known) known[direction] += by
  else if (state.isWhole) state.partners.set(partner, { sent: 0, received: 0, [direction]: by })
}

export function toldChangeOf(state: AccountState, change: Change): ToldChange {
  const { partner, type, direction, by, time } = change
  const known = state.partners.get(partner)
  return {
    partner,
    type,
    direction,
    by,
    at: new Date(time).toISOString(),
    partnerTotals: known ? { ...known } : null,
    totals: { sent: { ...state.sent }, received: { ...state.received } },
  }
}

/** What who begins to watch is told. */
export function snapshotOf(did: string, { from, sent, received, partners }: AccountState) {
  const strongest = Array.from(partners, ([partner, counts]) => ({ did: partner, ...counts }))
    .filter((counts) => counts.sent + counts.received > 0)
    .sort((a, b) => b.sent + b.received - (a.sent + a.received))
    .slice(0, SHOWN_PARTNERS)
  const totals = { sent, received }
  return { did, since: new Date(from).toISOString(), totals, partners: strongest }
}

function countsOf(tallies: readonly Tally[]): Counts {
  const counts: Counts = { like: 0, repost: 0, reply: 0, quote: 0, post: 0, total: 0 }
  for (const tally of tallies) {
    for (const type of INTERACTION_TYPES) counts[type] += tally[type]
    counts.total += tally.total
  }
  return counts
}
