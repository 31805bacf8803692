import { KEPT_HOURS } from '@orrery/shared/collection-spans'
import { keys } from '@orrery/shared/keys'
import { type RecentMap, recentMap } from '@orrery/shared/recent-map'
import type { Redis } from '@orrery/shared/redis'
import type { SketchElement } from '@orrery/shared/sketch'
import { DAY, HOUR, MINUTE } from '@orrery/shared/step'
import { accountElement, elementText } from './account-element.ts'
import { openRegisters, placeOf, type SketchRegisters } from './sketch-registers.ts'

/** One estimate of how many accounts wrote, and what this process has added to it. */
type Sketch = { key: string; expiry: number; registers: SketchRegisters; isExpiring: boolean }

/** The estimates that this process has added to lately; forgetting some only costs commands. */
export type AccountSketches = {
  /** Of all collections, by the key's step and number. */
  active: RecentMap<string, Sketch>
  /** By the hour, then by collection. */
  collections: RecentMap<number, Map<string, Sketch>>
}

/** How long the estimates are kept beyond their step, in milliseconds; hours longer than they are read. */
const KEPT = { minute: 2 * DAY, hour: KEPT_HOURS.hourAccounts * HOUR + DAY, day: 400 * DAY }
const LENGTH = { minute: MINUTE, hour: HOUR, day: DAY }
const STEPS = ['minute', 'hour', 'day'] as const

export function openAccountSketches(): AccountSketches {
  return { active: recentMap(64), collections: recentMap(8) }
}

/** Additions to the estimates, gathered. Repeat-safe: an account is counted once. */
export type AccountWrites = {
  /** @param collection undefined where it is not told apart; @param time in milliseconds */
  add(did: string, collection: string | undefined, time: number): void
  send(redis: Redis): Promise<void>
}

export function gatherAccountWrites(sketches: AccountSketches, now: number): AccountWrites {
  const added = new Map<Sketch, string[]>()
  let current: { minute: number; active: Sketch[]; collections: Map<string, Sketch> } | undefined

  function sketchOf(key: string, step: 'minute' | 'hour' | 'day', number: number): Sketch {
    const end = Math.max((number + 1) * LENGTH[step], now) + KEPT[step]
    return { key, expiry: Math.ceil(end / 1000), registers: openRegisters(), isExpiring: false }
  }

  function activeSketch(step: 'minute' | 'hour' | 'day', time: number): Sketch {
    const number = Math.floor(time / LENGTH[step])
    const key = keys.activeAccounts(step, number)
    const known = sketches.active.get(key) ?? sketchOf(key, step, number)
    sketches.active.set(key, known)
    return known
  }

  function sketchesAt(time: number) {
    const minute = Math.floor(time / MINUTE)
    if (current?.minute === minute) return current
    const hour = Math.floor(time / HOUR)
    const collections = sketches.collections.get(hour) ?? new Map<string, Sketch>()
    sketches.collections.set(hour, collections)
    current = { minute, active: STEPS.map((step) => activeSketch(step, time)), collections }
    return current
  }

  function collectionSketch(of: Map<string, Sketch>, collection: string, time: number): Sketch {
    const known = of.get(collection)
    if (known) return known
    const hour = Math.floor(time / HOUR)
    const sketch = sketchOf(keys.collectionAccounts(collection, 'hour', hour), 'hour', hour)
    of.set(collection, sketch)
    return sketch
  }

  function addTo(sketch: Sketch, place: number, element: SketchElement): void {
    if (!sketch.registers.raiseTo(place)) return
    const elements = added.get(sketch)
    if (elements) elements.push(elementText(element))
    else added.set(sketch, [elementText(element)])
  }

  return {
    add(did, collection, time) {
      const { active, collections } = sketchesAt(time)
      const element = accountElement(did)
      const place = placeOf(element)
      for (const sketch of active) addTo(sketch, place, element)
      if (collection === undefined) return
      addTo(collectionSketch(collections, collection, time), place, element)
    },
    async send(redis) {
      const sent = Array.from(added, async ([sketch, elements]) => {
        await redis.pfAdd(sketch.key, elements)
        if (sketch.isExpiring) return
        await redis.expireAt(sketch.key, sketch.expiry)
        sketch.isExpiring = true
      })
      await Promise.all(sent)
    },
  }
}
