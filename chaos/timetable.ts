import type { Random } from '@orrery/shared/random'

/**
 * Items without end in an order that chance determines: all once, then all once in another order, so
 * that none is left out for long.
 */
export function* inRounds<Item>(items: readonly Item[], random: Random): Generator<Item, never> {
  while (true) {
    const left = [...items]
    while (left.length > 0) {
      const [next] = left.splice(random.below(left.length), 1)
      if (next !== undefined) yield next
    }
  }
}
