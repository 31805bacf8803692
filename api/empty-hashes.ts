import { keys } from '@orrery/shared/keys'
import type { Store } from '@orrery/shared/store'

/**
 * Remembers in which buckets an account has nothing, as long as nobody writes to them: most accounts
 * are in few. Only of buckets that were last written to some minutes ago, so that neither a write that
 * is not noted yet nor another clock can be overlooked.
 */
export type EmptyHashes = {
  /**
   * Learns when the buckets were last written to. False where something that was remembered does not
   * hold any more.
   */
  refresh(): Promise<boolean>
  /** @param side an account's in one direction (`sideOf`) */
  has(bucket: number, side: number): boolean
  /** Takes note, where it may, that nothing was found after the last refresh. */
  add(bucket: number, side: number): void
}

const QUIET_MILLISECONDS = 600_000
/** In each bucket; beyond it all of them are forgotten, which only costs time. */
const MOST_SIDES = 20_000

const known = new WeakMap<Store, EmptyHashes>()

export function emptyHashesOf(store: Store): EmptyHashes {
  const hashes = known.get(store) ?? openEmptyHashes(store)
  known.set(store, hashes)
  return hashes
}

function openEmptyHashes({ redis }: Store): EmptyHashes {
  const empty = new Map<string, Set<number>>()
  let written: Record<string, string> = {}

  return {
    async refresh() {
      const now = await redis.hGetAll(keys.written)
      let holds = true
      for (const bucket of empty.keys()) {
        if (written[bucket] === now[bucket]) continue
        empty.delete(bucket)
        holds = false
      }
      written = now
      return holds
    },
    has: (bucket, side) => empty.get(String(bucket))?.has(side) ?? false,
    add(bucket, side) {
      const name = String(bucket)
      const last = written[name]
      if (last === undefined || Number(last) > Date.now() - QUIET_MILLISECONDS) return
      const sides = empty.get(name) ?? new Set()
      if (sides.size >= MOST_SIDES) sides.clear()
      empty.set(name, sides.add(side))
    },
  }
}
