import type { Random } from '@orrery/shared/random'
import { tidOf } from '@orrery/shared/tid'
import type { Account } from './accounts.ts'

/** The times of one commit: an app makes the record, the repository commits it, the event arrives. */
export type Moment = {
  account: number
  did: string
  /** Arrival, in microseconds. */
  timeUs: number
  rev: string
  /** For the records that the commit creates. */
  rkey: string
  createdAt: string
}

/** Microseconds from commit to arrival, and from record to commit. */
const ARRIVAL = { least: 20_000, spread: 280_000 }
const COMMITTING = { least: 30_000, spread: 1_970_000 }

/**
 * Gives commits their times. In a repository both revs and rkeys ascend, as the protocol wants it
 * of revs and as apps do it with rkeys. Arrival times must ascend from call to call.
 */
export function createCommitClock(
  random: Random,
  accounts: number,
  accountOf: (account: number) => Account,
) {
  const lastRev = new Float64Array(accounts)
  const lastRkey = new Float64Array(accounts)

  return (account: number, timeUs: number): Moment => {
    const { did, clockId } = accountOf(account)
    const arrival = ARRIVAL.least + Math.floor(random.float() * ARRIVAL.spread)
    const rev = Math.max(timeUs - arrival, (lastRev[account] ?? 0) + 1)
    const committing = COMMITTING.least + Math.floor(random.float() ** 4 * COMMITTING.spread)
    const rkey = Math.max(rev - committing, (lastRkey[account] ?? 0) + 1)
    lastRev[account] = rev
    lastRkey[account] = rkey
    return {
      account,
      did,
      timeUs,
      rev: tidOf(rev, clockId),
      rkey: tidOf(rkey, clockId),
      createdAt: new Date(rkey / 1000).toISOString(),
    }
  }
}
