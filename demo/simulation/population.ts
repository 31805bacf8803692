import { createRandom, mix, type Random } from '@orrery/shared/random'
import type { AccountStatus } from '../event.ts'
import { createSampler, logNormal } from './distributions.ts'

export type Population = {
  count: number
  /** An active account, in proportion to how active it is. */
  drawActor(random: Random): number
  isActive(account: number): boolean
  /** Whether another account may leave: few are away, and few are gone, at any time. */
  mayLeave(status: AccountStatus): boolean
  leave(account: number, status: AccountStatus): void
  comeBack(account: number): void
}

const ACTIVE = 0
const AWAY = 1
const GONE = 2
const MAX_AWAY_SHARE = 0.03
const MAX_GONE_SHARE = 0.02
/** Of the actions of an account in eight days, measured on the live network in 2026. */
const ACTIVITY_SIGMA = 1.85
/** In a small network the busiest account of the lognormal would do a tenth of everything. */
const MAX_ACTIVITY_SHARE = 0.025

/** The accounts, their activity and who is there at the moment. */
export function createPopulation(seed: number, count: number): Population {
  const states = new Uint8Array(count)
  const drawAny = createSampler(activityOf(seed, count))
  let away = 0
  let gone = 0
  return {
    count,
    drawActor(random) {
      let account = drawAny(random)
      while (states[account] !== ACTIVE) account = drawAny(random)
      return account
    },
    isActive: (account) => states[account] === ACTIVE,
    mayLeave: (status) =>
      status === 'deleted' ? gone + 1 < count * MAX_GONE_SHARE : away + 1 < count * MAX_AWAY_SHARE,
    leave(account, status) {
      states[account] = status === 'deleted' ? GONE : AWAY
      if (status === 'deleted') gone++
      else away++
    },
    comeBack(account) {
      states[account] = ACTIVE
      away--
    },
  }
}

function activityOf(seed: number, count: number): Float64Array {
  const random = createRandom(mix(seed, 51))
  const activity = Float64Array.from({ length: count }, () => logNormal(random, 0, ACTIVITY_SIGMA))
  const total = activity.reduce((sum, share) => sum + share, 0)
  return activity.map((share) =>
    Math.min(share, Math.max(total * MAX_ACTIVITY_SHARE, total / count)),
  )
}
