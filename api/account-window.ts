import type { Span } from '@orrery/shared/members'
import type { Store } from '@orrery/shared/store'
import { type AnswerKeeper, keepAnswers } from './kept-answers.ts'
import { openKnownBusy } from './known-busy.ts'
import { packedWindows } from './packed-tallies.ts'
import { type InDirections, talliesOf } from './partners.ts'
import { answerOnce } from './shared-answers.ts'
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
const STALE_MILLISECONDS = 15_000
const KEPT_TALLIES = 500_000
/** Fewer interactions are counted quickly enough to be counted for everyone who asks. */
const COSTLY = 5000

/**
 * The busiest accounts are counted once in fifteen seconds by all processes together, of each store that
 * is read; for as long again who asks first is given the old counts at once.
 */
export function openAccountWindows(): ReadAccountWindow {
  const keepers = new WeakMap<Store, AnswerKeeper<AccountWindow>>()
  const isKnownBusy = openKnownBusy()

  function keeperOf(store: Store): AnswerKeeper<AccountWindow> {
    const keeper =
      keepers.get(store) ??
      keepAnswers(KEPT_MILLISECONDS, KEPT_TALLIES, sizeOf, {
        stale: STALE_MILLISECONDS,
        cache: 'accounts',
      })
    keepers.set(store, keeper)
    return keeper
  }

  async function isBusy(store: Store, did: string, now: number): Promise<boolean> {
    const account = (await store.accounts.find([did])).get(did)
    return account !== undefined && isKnownBusy(store, account, now)
  }

  return (store, did, window, now) => {
    const key = `${JSON.stringify(window)} ${did}`
    const count = async () => {
      const { whole, raw, past } = await findSources(store, window, now)
      return { span: whole, tallies: await talliesOf(store, did, raw, past) }
    }
    return keeperOf(store)(key, now, async (isCostly) => {
      if (!isCostly && !(await isBusy(store, did, now))) return count()
      const question = { redis: store.redis, name: `tallies ${key}`, form: packedWindows, now }
      return answerOnce(question, count)
    })
  }
}

function sizeOf({ tallies: { sent, received, both } }: AccountWindow): number {
  const interactions = both.reduce((sum, { total }) => sum + total, 0)
  return interactions < COSTLY ? 0 : sent.length + received.length
}
