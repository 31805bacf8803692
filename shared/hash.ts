/** FNV-1a of the text's UTF-16 units, 32 bits; spreads keys over shards, resists nobody. */
export function hash32(text: string, seed = 0x811c9dc5): number {
  let hash = seed
  for (let at = 0; at < text.length; at++) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  }
  hash ^= hash >>> 15
  hash = Math.imul(hash, 0x2c1b3c6d)
  hash ^= hash >>> 12
  return hash >>> 0
}

/** The stream partition that holds all events of an author, in their order. */
export function partitionOf(did: string, partitions: number): number {
  return hash32(did) % partitions
}
