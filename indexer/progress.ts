import type { Logger } from '@orrery/shared/logging'
import type { AppliedBatch } from './partition.ts'

const EVERY_MILLISECONDS = 60_000

/** Counts what was applied and says once a minute how much it was. */
export function reportProgress(log: Logger): Disposable & { onApplied(batch: AppliedBatch): void } {
  let events = 0
  const timer = setInterval(() => {
    log.info({ events, perSecond: Math.round((events * 1000) / EVERY_MILLISECONDS) }, 'indexed')
    events = 0
  }, EVERY_MILLISECONDS)
  return {
    onApplied(batch) {
      events += batch.events.length
    },
    [Symbol.dispose]: () => clearInterval(timer),
  }
}
