import type { Random } from '@orrery/shared/random'
import { logNormal } from './distributions.ts'
import type { Population } from './population.ts'

/** Actions of one account in one go: median 4, mean 9.7, measured on the live network. */
const MEDIAN_ACTIONS = 4
const SIGMA = 1.33
/** Seconds between two actions of a session. */
const GAP_SECONDS = 2.4

/** Draws who acts next: people come, do several things within some seconds, and leave. */
export function createSessions(population: Population, random: Random) {
  const open: { account: number; left: number }[] = []
  const begin = () => ({
    account: population.drawActor(random),
    left: Math.max(1, Math.round(logNormal(random, Math.log(MEDIAN_ACTIONS), SIGMA))),
  })
  /** `rate` is the network's actions per second: it says how many sessions are open at once. */
  return (rate: number): number => {
    const wanted = Math.max(1, Math.round(rate * GAP_SECONDS))
    while (open.length < wanted) open.push(begin())
    const at = random.below(open.length)
    let session = open[at] ?? begin()
    if (!population.isActive(session.account)) session = begin()
    session.left--
    if (session.left > 0) open[at] = session
    else if (open.length > wanted) open.splice(at, 1)
    else open[at] = begin()
    return session.account
  }
}
