import type { EventLog } from './event-log.ts'
import { shifted } from './recording.ts'

/** A log whose clock can go wrong. */
export type ClockedLog = EventLog & {
  /** From the next event on, all times are later by this, or earlier if it is negative. */
  jump(byUs: number): void
}

/** Times may go back, so `seqAt` is the first event at or after a time, not the last before it. */
export function withClock(log: EventLog): ClockedLog {
  const spells = [{ from: 1, byUs: 0 }]
  const byUsOf = (seq: number) => spells.findLast(({ from }) => from <= seq)?.byUs ?? 0

  return {
    ...log,
    jump(byUs) {
      const from = log.next()
      spells.push({ from, byUs: byUsOf(from) + byUs })
    },
    seqAt(timeUs) {
      for (const [at, { from, byUs }] of spells.entries()) {
        const seq = Math.max(from, log.seqAt(timeUs - byUs))
        if (seq < (spells[at + 1]?.from ?? Infinity)) return seq
      }
      return log.next()
    },
    async *read(start, signal) {
      for await (const { seq, events } of log.read(start, signal)) {
        yield { seq, events: events.map((event, at) => shifted(event, byUsOf(seq + at))) }
      }
    },
  }
}
