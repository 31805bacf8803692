import type { Span } from '@orrery/shared/members'
import type { Store } from '@orrery/shared/store'
import { type AnswerKeeper, keepAnswers } from './kept-answers.ts'
import { type InDirections, talliesOf } from './partners.ts'
import type { Tally } from './tallies.ts'
import { findSources, type Window } from './window.ts'

/** What passed between an account and its partners, and in which span. */
export type AccountWindow = { span: Span; tallies: InDirections<readonly Tally[]> }

/** Reads what passed in a window. */
export type ReadAccountWindow = (
  store: Store,
  did: string,
  window: Window,
  now: number,
) => Promise<AccountWindow>

const KEPT_MILLISECONDS = 15_000
const KEPT_TALLIES = 500_000
/** Fewer interactions are counted quickly enough to be counted for everyone who asks. */
const COSTLY = 5000

/** The busiest accounts are counted once in fifteen seconds, of each store that is read. */
export function openAccountWindows(): ReadAccountWindow {
  const keepers = new WeakMap<Store, AnswerKeeper<AccountWindow>>()

  function keeperOf(store: Store): AnswerKeeper<AccountWindow> {
    const keeper = keepers.get(store) ?? keepAnswers(KEPT_MILLISECONDS, KEPT_TALLIES, sizeOf)
    keepers.set(store, keeper)
    return keeper
  }

  return (store, did, window, now) =>
    keeperOf(store)(`${JSON.stringify(window)} ${did}`, now, async () => {
      const { whole, raw, past } = await findSources(store, window, now)
      return { span: whole, tallies: await talliesOf(store, did, raw, past) }
    })
}

function sizeOf({ tallies: { sent, received, both } }: AccountWindow): number {
  const interactions = both.reduce((sum, { total }) => sum + total, 0)
  return interactions < COSTLY ? 0 : sent.length + received.length
}
