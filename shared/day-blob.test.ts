import { expect, test } from 'vitest'
import { eachOfDay, type HourCount, packDay, readDay } from './day-blob.ts'
import { INTERACTION_TYPES } from './interaction.ts'
import { createRandom } from './random.ts'

test('a like takes three bytes or four, a reply two more', () => {
  const like = { partner: 9000, hour: 23, type: 'like', count: 1, characters: 0 } as const
  expect(packDay([like])).toHaveLength(4)
  expect(packDay([{ ...like, partner: 63 }])).toHaveLength(2)
  expect(packDay([{ ...like, type: 'reply', characters: 280 }])).toHaveLength(6)
})

test('nothing takes no bytes', () => {
  expect(packDay([])).toHaveLength(0)
  expect(Array.from(readDay(Buffer.alloc(0)))).toEqual([])
})

test('what was packed is read again, whatever it was', () => {
  const random = createRandom(7)
  for (let round = 0; round < 200; round++) {
    const counts = new Map<string, HourCount>()
    for (let index = random.below(200); index > 0; index--) {
      const partner = random.below(random.pick([10, 100_000, 2 ** 40]))
      const hour = random.below(24)
      const type = random.pick([...INTERACTION_TYPES])
      const characters = type === 'like' || type === 'repost' ? 0 : random.below(3000)
      const count = random.below(3) === 0 ? 1 + random.below(100_000) : 1
      counts.set(`${partner} ${hour} ${type}`, { partner, hour, type, count, characters })
    }
    const all = [...counts.values()]
    const packed = packDay(all)
    expect(Array.from(readDay(packed)).sort(byName)).toEqual(all.sort(byName))

    const visited: object[] = []
    eachOfDay(packed, (partner, hour, type, count) => visited.push({ partner, hour, type, count }))
    const read = Array.from(readDay(packed), ({ partner, hour, type, count }) => {
      return { partner, hour, type: INTERACTION_TYPES.indexOf(type), count }
    })
    expect(visited).toEqual(read)
  }
})

function byName(a: HourCount, b: HourCount): number {
  return a.partner - b.partner || a.hour - b.hour || (a.type < b.type ? -1 : 1)
}
