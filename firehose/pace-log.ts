import type { Logger } from '@orrery/shared/logging'
import type { Brake } from './brake.ts'
import { type Moment, type Progress, paceOf } from './progress.ts'

/** Each call logs one line about the time since the one before; a warning where frames were buried. */
export function createPaceLog(log: Logger, progress: Progress, brake: Brake, now: () => number) {
  const moment = (): Moment => ({ ...progress, at: now(), heldMs: brake.heldMs() })
  let before = moment()
  return () => {
    const after = moment()
    const pace = paceOf(before, after)
    before = after
    if (pace.deadLetters === 0) return log.info(pace, 'pace')
    log.warn({ ...pace, deadReason: progress.deadReason }, 'pace, with frames that cannot be read')
  }
}
