import type { SentMember } from '@orrery/shared/codec'
import { keys } from '@orrery/shared/keys'
import { type RecentMap, recentMap } from '@orrery/shared/recent-map'
import {
  authorElement,
  dayOf,
  elementBytes,
  type SketchElement,
  targetElement,
} from '@orrery/shared/sketch'
import { DAY } from '@orrery/shared/step'
import { expiryOf, type Store } from '@orrery/shared/store'
import { openRegisters, type SketchRegisters } from './sketch-registers.ts'

/** What this process has added to the estimates of days; forgetting some only costs commands. */
export type Sketches = RecentMap<number, { authors: SketchRegisters; targets: SketchRegisters }>

const REMEMBERED_DAYS = 64

export function openSketches(): Sketches {
  return recentMap(REMEMBERED_DAYS)
}

/** Additions to the estimates, gathered. Repeat-safe: an element is counted once. */
export type SketchWrites = {
  /** Counts the record's author and all that it links to. */
  add(member: SentMember): void
  send(): Promise<void>
}

type Addition = { registers: SketchRegisters; elements: Buffer[] }

export function gatherSketchWrites(store: Store, sketches: Sketches): SketchWrites {
  const days = new Map<number, { authors: Addition; targets: Addition }>()

  function begin(day: number) {
    const known = sketches.get(day) ?? { authors: openRegisters(), targets: openRegisters() }
    sketches.set(day, known)
    const added = {
      authors: { registers: known.authors, elements: [] },
      targets: { registers: known.targets, elements: [] },
    }
    days.set(day, added)
    return added
  }

  async function sendTo(key: string, day: number, { elements }: Addition): Promise<void> {
    if (elements.length === 0) return
    await store.redis.sendCommand(['PFADD', key, ...elements])
    const expiry = expiryOf(store, (day + 1) * DAY)
    if (expiry !== undefined) await store.redis.expireAt(key, expiry)
  }

  return {
    add({ author, collection, time, links }) {
      const day = dayOf(time)
      const { authors, targets } = days.get(day) ?? begin(day)
      count(authors, authorElement(author))
      for (const { path, target } of links) {
        count(targets, targetElement(target, { collection, path }))
      }
    },
    async send() {
      const sent = Array.from(days, ([day, { authors, targets }]) => [
        sendTo(keys.sketch('authors', day), day, authors),
        sendTo(keys.sketch('targets', day), day, targets),
      ])
      await Promise.all(sent.flat())
    },
  }
}

function count({ registers, elements }: Addition, element: SketchElement): void {
  if (registers.raise(element)) elements.push(elementBytes(element))
}
