import type { Feed } from './event-feed.ts'
import type { Place } from './live-cursor.ts'
import { DELAY } from './record-versions.ts'
import { type FilterIndex, openFilterIndex } from './subscribe-index.ts'
import { messageOf, type Told, toldIn } from './subscribe-message.ts'

export type Receiver = { tell(message: Buffer, told: Told): void }

/** Those who are told at once, or those who are told later. */
export type Audience = {
  later: boolean
  index: FilterIndex<Receiver>
  /** The number of the entry that they are told next. */
  next(): number
  /** The places before that entry. */
  reached(): readonly Place[]
}

/** Tells what comes to who wants it, at once and after the delay. */
export type FanOut = Disposable & { atOnce: Audience; later: Audience }

const TICK = 100

/**
 * @param most so many links wait for the delay to pass; when there are more it is shorter
 */
export function openFanOut({ recent, listen, optedOut }: Feed, most: number): FanOut {
  const atOnce = openFilterIndex<Receiver>()
  const later = openFilterIndex<Receiver>()
  let waiting = 0
  let released = recent.next

  function release(): void {
    const entry = recent.at(released++)
    if (entry === undefined) return
    waiting -= entry.records.length
    tellAll(toldIn(entry, optedOut(), true), later)
  }

  function releaseDue(): void {
    const due = Date.now() - DELAY
    while ((recent.at(released)?.ms ?? Number.POSITIVE_INFINITY) <= due) release()
  }

  while ((recent.at(released - 1)?.ms ?? 0) > Date.now() - DELAY) {
    waiting += recent.at(--released)?.records.length ?? 0
  }
  const timer = setInterval(releaseDue, TICK)
  const unlisten = listen({
    onEntry(entry) {
      waiting += entry.records.length
      while (waiting > most && released < recent.next) release()
      tellAll(toldIn(entry, optedOut(), false), atOnce)
    },
  })

  return {
    atOnce: { later: false, index: atOnce, next: () => recent.next, reached: recent.reached },
    later: {
      later: true,
      index: later,
      next: () => released,
      reached: () => recent.at(released)?.reached ?? recent.reached(),
    },
    [Symbol.dispose]() {
      clearInterval(timer)
      unlisten()
    },
  }
}

function tellAll(all: Iterable<Told>, index: FilterIndex<Receiver>): void {
  for (const told of all) {
    const wanting = index.wanting(told)
    if (wanting.size === 0) continue
    const message = messageOf(told, 'live')
    for (const receiver of wanting) receiver.tell(message, told)
  }
}
