import type { ReceivedMember, SentMember } from '@orrery/shared/codec'
import type { HourCount } from '@orrery/shared/day-blob'
import { sideOf } from '@orrery/shared/history'
import {
  INTERACTION_TYPES,
  type InteractionType,
  interactionsOf,
  settleTypes,
  typeOfLink,
} from '@orrery/shared/interaction'
import { DAY, HOUR } from '@orrery/shared/step'

/** Counts of some accounts in both directions, by partner, hour and type. */
export type HourTallies = {
  /** Adds the interactions that a record of the account makes. */
  addSent(member: SentMember): void
  /** Adds the interactions that links to the account make; all links of a record at once. */
  addReceived(account: number, links: ReceivedMember[]): void
  /** Everything that was added, by account and direction (`sideOf`). */
  counts(): Map<number, HourCount[]>
}

export function tallyHours(): HourTallies {
  const sides = new Map<number, Map<number, HourCount>>()

  function add(
    side: number,
    partner: number,
    types: InteractionType[],
    { time, characters }: { time: number; characters: number },
  ): void {
    const cells = sides.get(side) ?? new Map<number, HourCount>()
    sides.set(side, cells)
    const hour = Math.floor((time % DAY) / HOUR)
    let texts = characters
    for (const [code, type] of INTERACTION_TYPES.entries()) {
      if (!types.includes(type)) continue
      const id = (partner * 24 + hour) * INTERACTION_TYPES.length + code
      const cell = cells.get(id) ?? { partner, hour, type, count: 0, characters: 0 }
      cell.count++
      cell.characters += texts
      texts = 0
      cells.set(id, cell)
    }
  }

  return {
    addSent(member) {
      const made = interactionsOf(member.author, member.collection, member.links)
      for (const [subject, some] of Map.groupBy(made, (each) => each.subject)) {
        const types = some.map(({ type }) => type)
        add(sideOf(member.author, 'sent'), subject, types, member)
      }
    },
    addReceived(account, links) {
      const records = Map.groupBy(links, ({ author, collection, rkey }) => {
        return `${author} ${collection} ${rkey}`
      })
      for (const [first, ...others] of records.values()) {
        if (first === undefined || first.author === account) continue
        const types = [first, ...others].flatMap(
          ({ collection, path, shape }) => typeOfLink(collection, path, shape) ?? [],
        )
        const settled = Array.from(settleTypes(new Set(types)))
        add(sideOf(account, 'received'), first.author, settled, first)
      }
    },
    counts: () => new Map(Array.from(sides, ([side, cells]) => [side, [...cells.values()]])),
  }
}
