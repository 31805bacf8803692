import type { Random } from '@orrery/shared/random'

/** Of mean 1. */
export function exponential(random: Random): number {
  return -Math.log(1 - random.float())
}

/** The median is e^mu. */
export function logNormal(random: Random, mu: number, sigma: number): number {
  const radius = Math.sqrt(2 * exponential(random))
  return Math.exp(mu + sigma * radius * Math.cos(2 * Math.PI * random.float()))
}

/** A rank in [0, count), Zipf of exponent 1: rank r comes up in proportion to 1 / (r + 1). */
export function zipfRank(random: Random, count: number): number {
  return Math.min(count - 1, Math.floor((count + 1) ** random.float()) - 1)
}

/** Draws index i in proportion to `weights[i]`, in constant time (Walker's alias method). */
export function createSampler(weights: ArrayLike<number>): (random: Random) => number {
  const count = weights.length
  let total = 0
  for (let at = 0; at < count; at++) total += weights[at] ?? 0
  const keep = Float64Array.from({ length: count }, (_, at) => ((weights[at] ?? 0) / total) * count)
  const alias = new Uint32Array(count)
  const small: number[] = []
  const large: number[] = []
  for (let at = 0; at < count; at++) ((keep[at] ?? 0) < 1 ? small : large).push(at)
  while (small.length > 0 && large.length > 0) {
    const under = small.pop() ?? 0
    const over = large.pop() ?? 0
    alias[under] = over
    const rest = (keep[over] ?? 0) - (1 - (keep[under] ?? 0))
    keep[over] = rest
    if (rest < 1) small.push(over)
    else large.push(over)
  }
  for (const at of [...small, ...large]) keep[at] = 1
  return (random) => {
    const at = random.below(count)
    return random.float() < (keep[at] ?? 1) ? at : (alias[at] ?? at)
  }
}
