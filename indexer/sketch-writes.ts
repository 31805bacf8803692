import type { SentMember } from '@orrery/shared/codec'
import { keys } from '@orrery/shared/keys'
import { type RecentMap, recentMap } from '@orrery/shared/recent-map'
import {
  authorElement,
  dayOf,
  elementBytes,
  type SketchElement,
  type SketchKind,
  targetElement,
} from '@orrery/shared/sketch'
import { DAY } from '@orrery/shared/step'
import { expiryOf, type Store } from '@orrery/shared/store'
import { openRegisters, type SketchRegisters } from './sketch-registers.ts'

/** What this process has added to the estimates; forgetting some of it only costs commands. */
export type Sketches = RecentMap<string, SketchRegisters>

/** Of as many days. */
const KINDS = 2
const REMEMBERED_DAYS = 64

export function openSketches(): Sketches {
  return recentMap(KINDS * REMEMBERED_DAYS)
}

/** Additions to the estimates of a day, gathered. Repeat-safe: an element is counted once. */
export type SketchWrites = {
  /** Counts the record's author and all that it links to. */
  add(member: SentMember): void
  send(): Promise<void>
}

export function gatherSketchWrites(store: Store, sketches: Sketches): SketchWrites {
  const added = new Map<string, { end: number; elements: Buffer[] }>()

  function count(kind: SketchKind, day: number, element: SketchElement): void {
    const key = keys.sketch(kind, day)
    let registers = sketches.get(key)
    if (registers === undefined) {
      registers = openRegisters()
      sketches.set(key, registers)
    }
    if (!registers.raise(element)) return
    const group = added.get(key)
    if (group) group.elements.push(elementBytes(element))
    else added.set(key, { end: (day + 1) * DAY, elements: [elementBytes(element)] })
  }

  return {
    add({ author, collection, time, links }) {
      const day = dayOf(time)
      count('authors', day, authorElement(author))
      for (const { path, target } of links) {
        count('targets', day, targetElement(target, { collection, path }))
      }
    },
    async send() {
      const sent = Array.from(added, async ([key, { end, elements }]) => {
        await store.redis.sendCommand(['PFADD', key, ...elements])
        const expiry = expiryOf(store, end)
        if (expiry !== undefined) await store.redis.expireAt(key, expiry)
      })
      await Promise.all(sent)
    },
  }
}
