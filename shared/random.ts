/** A stream of random numbers that its seed determines. */
export type Random = {
  uint32(): number
  /** In [0, 1). */
  float(): number
  /** An integer in [0, limit), for limits up to 2^32. */
  below(limit: number): number
  chance(probability: number): boolean
  pick<Item>(items: readonly Item[]): Item
}

/** Chris Doty-Humphrey's sfc32, warmed up: fast, and good enough for everything but secrets. */
export function createRandom(seed: number): Random {
  let a = mix(seed, 1)
  let b = mix(seed, 2)
  let c = mix(seed, 3)
  let counter = 1
  const uint32 = () => {
    const sum = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + sum) | 0
    return sum >>> 0
  }
  for (let round = 0; round < 12; round++) uint32()
  return randomOf(uint32)
}

/** The drawing functions over any source of 32 random bits. */
export function randomOf(uint32: () => number): Random {
  const float = () => uint32() / 2 ** 32
  const below = (limit: number) => Math.floor(float() * limit)
  return {
    uint32,
    float,
    below,
    chance: (probability) => float() < probability,
    pick(items) {
      if (items.length === 0) throw new RangeError('nothing to pick from')
      return items[below(items.length)] as (typeof items)[number]
    },
  }
}

/**
 * 32 bits that depend on all bits of up to three integers (murmur3's finisher): what never changes
 * about an account is computed from its number instead of being stored.
 */
export function mix(a: number, b = 0, c = 0): number {
  let hash = 0x9e3779b9
  hash = finish(hash ^ a)
  hash = finish(hash ^ Math.imul(b, 0x85ebca6b))
  hash = finish(hash ^ Math.imul(c, 0xc2b2ae35))
  return hash >>> 0
}

function finish(value: number): number {
  let hash = value
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) + 0x6d2b79f5
}
