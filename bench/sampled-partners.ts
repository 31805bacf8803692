import { hash32 } from '@orrery/shared/hash'
import { INTERACTION_TYPES } from '@orrery/shared/interaction'
import type { Redis } from '@orrery/shared/redis'
import type { Store } from '@orrery/shared/store'
import { partnersOf, type Row } from '../api/partners.ts'
import type { MadeInteraction } from './made-interactions.ts'
import { hourlyKey } from './readme-layout.ts'

/** Interactions of some of the accounts, counted one by one as they were made. */
export type SampledPartners = {
  add(interaction: MadeInteraction): void
  /**
   * Compares the counts with the answers of both layouts; returns how many accounts were compared.
   * @throws where any of them differs
   */
  compare(store: Store, readme: Redis, now: number): Promise<number>
}

const DIRECTIONS = ['sent', 'received'] as const
const HOUR = 3_600_000

/** @param share one account in so many is watched */
export function samplePartners(share: number): SampledPartners {
  const counts = new Map<string, number>()
  const hourly = new Map<string, number>()
  const watched = new Set<string>()

  function watch(did: string): boolean {
    if (hash32(did, 7) % share !== 0) return false
    watched.add(did)
    return true
  }

  return {
    add(interaction) {
      const { author, subject, type } = interaction
      const isAuthor = watch(author)
      const isSubject = watch(subject)
      if (isAuthor) increment(counts, nameOf(author, 'sent', subject, type))
      if (isSubject) increment(counts, nameOf(subject, 'received', author, type))
      if (isAuthor || isSubject) increment(hourly, hourlyKey(interaction))
    },
    async compare(store, readme, now) {
      const stored = new Map<string, number>()
      for (const did of watched) {
        const partners = await partnersOf(store, did, { from: 0, to: now + HOUR })
        for (const direction of DIRECTIONS) {
          for (const row of partners[direction]) addRow(stored, did, direction, row)
        }
      }
      assertSame('this store', counts, stored)
      const values = await Promise.all(Array.from(hourly.keys(), (key) => readme.get(key)))
      const keys = Array.from(hourly.keys())
      assertSame('the README layout', hourly, new Map(keys.map((k, at) => [k, Number(values[at])])))
      return watched.size
    },
  }
}

function addRow(stored: Map<string, number>, did: string, direction: string, row: Row): void {
  for (const type of INTERACTION_TYPES) {
    if (row[type] > 0) stored.set(nameOf(did, direction, row.did, type), row[type])
  }
}

function nameOf(...words: string[]): string {
  return words.join(' ')
}

function increment(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1)
}

function assertSame(what: string, expected: Map<string, number>, found: Map<string, number>): void {
  const wrong = [...new Set([...expected.keys(), ...found.keys()])].find(
    (name) => expected.get(name) !== found.get(name),
  )
  if (wrong === undefined) return
  throw new Error(
    `${what} differs from the count for ${wrong}: ${found.get(wrong)}, not ${expected.get(wrong)}`,
  )
}
