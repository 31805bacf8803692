import { createRandom, mix, type Random, randomOf } from '@orrery/shared/random'
import { logNormal, zipfRank } from './distributions.ts'

export type Communities = {
  /** Somebody that an account interacts with; never itself while there is anybody else. */
  partnerOf(account: number, random: Random): number
}

const SMALLEST = 16
const MEDIAN_SIZE = 45

/**
 * A network of communities, their sizes with a heavy tail. Most of what an account does goes to its
 * favourites, the first of them by far the most (Zipf); every second favourite is mutual. The rest
 * goes to the well-known accounts of its community, and to those of the whole network. Nothing is
 * stored for an account: its favourites follow from its number.
 */
export function createCommunities(seed: number, count: number): Communities {
  const starts = startsOf(seed, count)
  const communityOf = (account: number) => {
    let low = 0
    let high = starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >>> 1
      if ((starts[middle] ?? 0) <= account) low = middle
      else high = middle - 1
    }
    return { start: starts[low] ?? 0, end: starts[low + 1] ?? count }
  }
  // a step without a common divisor spreads the well-known accounts over the communities
  const step = coprimeStep(count)
  const starOf = (random: Random) => (zipfRank(random, count) * step + mix(seed, 41)) % count
  const memberOf = (random: Random, account: number) => {
    const { start, end } = communityOf(account)
    return start + zipfRank(random, end - start)
  }

  const favouriteOf = (account: number, random: Random) => {
    const { start, end } = communityOf(account)
    const rank = zipfRank(random, 16 + (mix(seed, account, 42) % 40))
    const mutual = start + ((account - start) ^ (1 + (rank >>> 1)))
    if (rank % 2 === 0 && mutual < end) return mutual
    const fixed = createFixed(mix(seed, account, 43 + rank))
    return fixed.chance(0.15) ? starOf(fixed) : memberOf(fixed, account)
  }

  return {
    partnerOf(account, random) {
      const taste = random.float()
      let partner = account
      if (taste < 0.74) partner = favouriteOf(account, random)
      else if (taste < 0.88) partner = memberOf(random, account)
      else partner = starOf(random)
      return partner === account ? (account + 1) % count : partner
    },
  }
}

/** Where each community's block of account numbers begins. */
function startsOf(seed: number, count: number): number[] {
  const random = createRandom(mix(seed, 44))
  const largest = Math.max(SMALLEST, Math.min(5000, count / 4))
  const starts: number[] = []
  for (let start = 0; start < count; ) {
    starts.push(start)
    const size = logNormal(random, Math.log(MEDIAN_SIZE), 0.8)
    start += Math.round(Math.min(largest, Math.max(SMALLEST, size)))
  }
  return starts
}

function coprimeStep(count: number): number {
  let step = Math.max(1, Math.floor(count * 0.618))
  while (divisorOf(step, count) > 1) step++
  return step
}

function divisorOf(a: number, b: number): number {
  return b === 0 ? a : divisorOf(b, a % b)
}

/** A short random stream that costs no warming up. */
function createFixed(seed: number): Random {
  let drawn = 0
  return randomOf(() => mix(seed, drawn++))
}
