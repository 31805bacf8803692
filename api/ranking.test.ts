import type { Weights } from '@orrery/shared/circle'
import { INTERACTION_TYPES } from '@orrery/shared/interaction'
import { createRandom, type Random } from '@orrery/shared/random'
import { DEFAULT_WEIGHTS, PRESETS } from '@orrery/shared/weights'
import { expect, test } from 'vitest'
import { type InDirections, rowOf } from './partners.ts'
import { contendersOf, type Places, type StrongestRow, strongestOf } from './ranking.ts'
import { mergeTallies, type Tally } from './tallies.ts'

const none = { like: 0, repost: 0, reply: 0, quote: 0, post: 0, total: 0 }
const places: Places = {
  direction: 'both',
  ranking: 'sum',
  orbits: 1,
  weights: DEFAULT_WEIGHTS,
}

function row(sent: Partial<typeof none>, received: Partial<typeof none> = {}): StrongestRow {
  const sum = { ...none }
  for (const type of [...INTERACTION_TYPES, 'total'] as const) {
    sum[type] = (sent[type] ?? 0) + (received[type] ?? 0)
  }
  const told = { did: 'did:plc:a', characters: 0, last: '2026-11-20T11:00:00.000Z' }
  return { ...told, ...sum, sent: { ...none, ...sent }, received: { ...none, ...received } }
}

function scoreOf(one: StrongestRow, asked: Partial<Places> = {}): number | undefined {
  return strongestOf([one], { ...places, ...asked })[0]?.explanation.score
}

test('a score is the sum of the interactions, each type by its weight', () => {
  const all = row({ like: 1, repost: 10, reply: 100, quote: 1000, post: 10_000 })
  const weights = { like: 5, repost: 4, reply: 3, quote: 2, post: 1 }

  expect(scoreOf(all, { weights })).toBe(5 + 40 + 300 + 2000 + 10_000)
  expect(scoreOf(all)).toBe(1 + 20 + 300 + 3000 + 20_000)
})

test('a score has no digits that only floating point brings', () => {
  expect(scoreOf(row({ like: 3 }), { weights: { ...DEFAULT_WEIGHTS, like: 0.1 } })).toBe(0.3)
})

test('a mutual score is that of the weaker direction, whichever that is', () => {
  const friend = row({ like: 4 }, { reply: 1 })
  const fan = row({ like: 1 }, { reply: 50 })
  const stranger = row({}, { reply: 50 })

  expect(scoreOf(friend, { ranking: 'mutual' })).toBe(3)
  expect(scoreOf(fan, { ranking: 'mutual' })).toBe(1)
  expect(scoreOf(stranger, { ranking: 'mutual' })).toBeUndefined()
})

test('reciprocity is the weaker score over the stronger one', () => {
  const explained = (one: StrongestRow) => strongestOf([one], places)[0]?.explanation

  expect(explained(row({ like: 4 }, { reply: 1 }))).toMatchObject({
    ...{ score: 7, counted: 'both', reciprocity: 0.75 },
    ...{ sent: { like: 4, score: 4 }, received: { reply: 1, score: 3 } },
    points: { like: 4, repost: 0, reply: 3, quote: 0, post: 0 },
  })
  expect(explained(row({ like: 5 }, { like: 5 }))?.reciprocity).toBe(1)
  expect(explained(row({ like: 5 }))?.reciprocity).toBe(0)
})

function weightsFrom(random: Random): Weights {
  if (random.chance(0.5)) return random.pick(Object.values(PRESETS))
  const weights = { ...DEFAULT_WEIGHTS }
  for (const type of INTERACTION_TYPES) weights[type] = random.below(10_001) / 100
  return weights
}

function talliesFrom(random: Random): InDirections<Tally[]> {
  const level = 2 + random.below(20)
  const one = (partner: number): Tally => {
    const counts = { ...none, like: random.below(level), reply: random.below(3) }
    const quote = random.chance(0.1) ? random.below(level) : 0
    const total = counts.like + counts.reply + quote
    return { ...counts, quote, partner, characters: 0, total, last: random.below(level) }
  }
  const some = () =>
    Array.from({ length: 400 }, (_, partner) => partner)
      .filter(() => random.chance(0.6))
      .map(one)
  const [sent, received] = [some(), some()]
  return { sent, received, both: mergeTallies(sent, received) }
}

/** Every partner's row, found the slow way. */
function rowsOf({ direction }: Places, tallies: InDirections<Tally[]>, names: Map<number, string>) {
  return tallies[direction].map((tally): StrongestRow => {
    const counts = (list: Tally[]) => list.find(({ partner }) => partner === tally.partner) ?? none
    return {
      ...rowOf(tally, names),
      sent: counts(tallies.sent),
      received: counts(tallies.received),
    }
  })
}

test.each(Array.from({ length: 12 }, (_, index) => index + 1))(
  'of very many partners only contenders matter, and every score recomputes exactly (seed %d)',
  (seed) => {
    const random = createRandom(seed)
    const tallies = talliesFrom(random)
    const names = new Map(
      tallies.both.map(({ partner }) => [partner, `did:plc:${random.below(1e9)}`]),
    )
    const ranking = random.pick(['sum', 'mutual'] as const)
    const direction =
      ranking === 'mutual' ? 'both' : random.pick(['both', 'sent', 'received'] as const)
    const hidden = [3, 14, 15]
    const shown = (list: StrongestRow[]) =>
      list.filter(({ did }) => !hidden.some((number) => names.get(number) === did))

    for (const orbits of [1, 2, 3]) {
      const asked: Places = { direction, ranking, orbits, weights: weightsFrom(random) }
      const all = rowsOf(asked, tallies, names)
      const contenders = new Set(contendersOf(tallies, { ...asked, hidden }))
      const some = all.filter((_, index) => contenders.has(tallies[direction][index] as Tally))
      const strongest = strongestOf(some, asked)

      expect(strongest).toEqual(strongestOf(shown(all), asked))
      for (const { row: counts, explanation } of strongest) {
        const { score, counted, points, sent, received, reciprocity } = explanation
        const made = { both: counts, sent, received }[counted]
        for (const type of INTERACTION_TYPES) {
          expect(points[type]).toBeCloseTo(made[type] * asked.weights[type], 6)
        }
        const sum = Object.values(points).reduce((a, b) => a + b)
        expect(Math.round(sum * 100) / 100).toBe(score)
        if (ranking === 'mutual') expect(score).toBe(Math.min(sent.score, received.score))
        const [less, more] = [sent.score, received.score].sort((a, b) => a - b)
        expect(reciprocity).toBe(Math.round(((less ?? 0) / (more ?? 1)) * 100) / 100)
      }
    }
  },
)

test('nobody contends for the places that others have for certain', () => {
  const sent = Array.from({ length: 500 }, (_, partner): Tally => {
    const like = (partner * 7) % 500
    return { ...none, partner, like, characters: 0, total: like, last: 0 }
  })
  const contenders = contendersOf({ sent, received: [], both: sent }, { ...places, orbits: 2 })

  expect(contenders.map(({ like }) => like)).toEqual(Array.from({ length: 30 }, (_, i) => 499 - i))
})
