/** A map that remembers what was used lately and forgets the rest. */
export type RecentMap<Key, Value> = {
  get(key: Key): Value | undefined
  set(key: Key, value: Value): void
  delete(key: Key): void
}

/**
 * Keeps at least the `size / 2` entries used last and at most `size`: two generations, of which the
 * elder is dropped when the younger is full. Cheaper than a list of all entries by use.
 */
export function recentMap<Key, Value>(size: number): RecentMap<Key, Value> {
  const half = Math.max(1, Math.floor(size / 2))
  let young = new Map<Key, Value>()
  let old = new Map<Key, Value>()

  function set(key: Key, value: Value): void {
    if (young.size >= half && !young.has(key)) {
      old = young
      young = new Map()
    }
    young.set(key, value)
  }

  return {
    set,
    get(key) {
      const value = young.get(key)
      if (value !== undefined) return value
      const elder = old.get(key)
      if (elder !== undefined) set(key, elder)
      return elder
    },
    delete(key) {
      young.delete(key)
      old.delete(key)
    },
  }
}
