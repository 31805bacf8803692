/** What makes the firehose stop reading: Redis acknowledges too slowly, or the indexer reads so. */
export type BrakeReason = 'redis' | 'indexer'

export type Brake = {
  hold(reason: BrakeReason): void
  release(reason: BrakeReason): void
  reasons(): BrakeReason[]
  isHeld(): boolean
  /** Milliseconds for which it was held, in all. */
  heldMs(): number
  /** Calls back at each change between held and free. Returns what ends that. */
  watch(listener: (held: boolean) => void): () => void
}

/**
 * Held while there is a reason. Holding and releasing twice changes nothing.
 * @param onReason called when a reason comes or goes
 * @param now Unix milliseconds
 */
export function createBrake(
  onReason: (reason: BrakeReason, held: boolean) => void,
  now: () => number,
): Brake {
  const reasons = new Set<BrakeReason>()
  const listeners = new Set<(held: boolean) => void>()
  let heldSince = 0
  let heldBefore = 0

  function tell() {
    const held = reasons.size > 0
    if (held) heldSince = now()
    else heldBefore += now() - heldSince
    for (const listener of listeners) listener(held)
  }

  return {
    hold(reason) {
      if (reasons.has(reason)) return
      reasons.add(reason)
      onReason(reason, true)
      if (reasons.size === 1) tell()
    },
    release(reason) {
      if (!reasons.delete(reason)) return
      onReason(reason, false)
      if (reasons.size === 0) tell()
    },
    reasons: () => [...reasons],
    isHeld: () => reasons.size > 0,
    heldMs: () => heldBefore + (reasons.size > 0 ? now() - heldSince : 0),
    watch(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** Resolves when nothing holds the brake, or the signal aborts. */
export function released(brake: Brake, signal: AbortSignal): Promise<void> {
  if (!brake.isHeld() || signal.aborted) return Promise.resolve()
  return new Promise((resolve) => {
    const unwatch = brake.watch(() => done())
    const done = () => {
      unwatch()
      signal.removeEventListener('abort', done)
      resolve()
    }
    signal.addEventListener('abort', done)
  })
}
