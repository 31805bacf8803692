/** Numbers that look random and are the same for the same seed; for tests and workloads. */
export type Random = {
  /** A whole number from 0 up to, not including, the limit (at most 2^52). */
  below(limit: number): number
  pick<Item>(items: readonly Item[]): Item
}

export function seededRandom(seed: number): Random {
  let state = seed >>> 0

  function next32(): number {
    state = (state + 0x9e3779b9) >>> 0
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad)
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97)
    return (mixed ^ (mixed >>> 15)) >>> 0
  }

  function below(limit: number): number {
    const fraction = (next32() * 2 ** 20 + (next32() >>> 12)) / 2 ** 52
    return Math.floor(fraction * limit)
  }

  return {
    below,
    pick<Item>(items: readonly Item[]) {
      if (items.length === 0) throw new RangeError('nothing to pick from')
      return items[below(items.length)] as Item
    },
  }
}
