import { Refusal } from './refusal.ts'

/** Does what it is given when one of few places is free, in the order of asking. */
export type Slots = <Result>(work: () => Promise<Result>) => Promise<Result>

/**
 * @param places how many may be at work at once
 * @param queue how many may wait; those beyond get a Refusal at once
 */
export function openSlots(places: number, queue: number): Slots {
  const waiting: (() => void)[] = []
  let taken = 0

  return async (work) => {
    if (taken >= places) {
      if (waiting.length >= queue) throw tooBusy()
      await new Promise<void>((resolve) => waiting.push(resolve))
    } else taken++
    try {
      return await work()
    } finally {
      // The place goes to the next one without being free in between.
      const next = waiting.shift()
      if (next) next()
      else taken--
    }
  }
}

function tooBusy(): Refusal {
  return new Refusal(503, 'TooBusy', 'Too many pictures are being drawn right now.', 5)
}
