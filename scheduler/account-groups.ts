/**
 * Into how many groups accounts can be parted, by the remainder of their numbers, so that each shard
 * of everything that is read holds accounts of one group alone.
 */
export function groupsOf(shards: readonly number[]): number {
  return shards.reduce(commonDivisor, 0)
}

/** The greatest one. */
function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b)
}

/** Those of so many shards that hold the accounts of a group; `groups` divides their number. */
export function shardsOfGroup(group: number, groups: number, shards: number): number[] {
  return Array.from({ length: shards / groups }, (_, index) => group + index * groups)
}
