import { createRandom } from '@orrery/shared/random'
import { expect, test } from 'vitest'
import { circleOf, contendersOf, strongestOf, unknownProfile } from './circle.ts'
import { type Row, rowOf } from './partners.ts'
import type { Tally } from './tallies.ts'
import { DEFAULT_WEIGHTS } from './weights.ts'

const owner = unknownProfile('did:plc:owner')
const options = {
  window: { from: '2026-11-18T12:00:00.000Z', to: '2026-11-20T12:00:00.000Z' },
  direction: 'both',
  orbits: 2,
  weights: DEFAULT_WEIGHTS,
} as const

function row(did: string, known: Partial<Row> = {}): Row {
  const none = { like: 0, repost: 0, reply: 0, quote: 0, post: 0, characters: 0, total: 0 }
  return { did, ...none, last: '2026-11-20T11:00:00.000Z', ...known }
}

/** Partners whose first has the most likes, in an order that is not that of their strength. */
function partners(count: number): Row[] {
  const rows = Array.from({ length: count }, (_, index) =>
    row(`did:plc:${index + 1}`, { like: count - index, total: count - index }),
  )
  return rows.toSorted((a, b) => a.did.localeCompare(b.did))
}

const didsIn = (rows: Row[]) =>
  circleOf(owner, rows, options)
    .orbits.flat()
    .map(({ did }) => did)

test('the ten strongest partners form the first orbit', () => {
  const { orbits } = circleOf(owner, partners(40), options)

  expect(orbits.map((orbit) => orbit.length)).toEqual([10, 20])
  expect(orbits[0]?.map(({ rank }) => rank)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  expect(orbits[0]?.[0]).toMatchObject({ did: 'did:plc:1', rank: 1, score: 40 })
  expect(orbits[1]?.at(-1)).toMatchObject({ did: 'did:plc:30', rank: 30, score: 11 })
})

test.each([
  [1, 100, [10]],
  [3, 100, [10, 20, 30]],
  [3, 12, [10, 2, 0]],
  [2, 0, [0, 0]],
])('%d orbits of %d partners hold %j', (orbits, count, expected) => {
  const circle = circleOf(owner, partners(count), { ...options, orbits })

  expect(circle.orbits.map((orbit) => orbit.length)).toEqual(expected)
})

test('a score is the sum of the interactions, each type by its weight', () => {
  const all = row('did:plc:a', { like: 1, repost: 10, reply: 100, quote: 1000, post: 10_000 })
  const weights = { like: 5, repost: 4, reply: 3, quote: 2, post: 1 }

  expect(strongestOf([all], { orbits: 1, weights })[0]?.score).toBe(5 + 40 + 300 + 2000 + 10_000)
  expect(strongestOf([all], options)[0]?.score).toBe(1 + 20 + 300 + 3000 + 20_000)
})

test('a score has no digits that only floating point brings', () => {
  const weights = { ...DEFAULT_WEIGHTS, like: 0.1 }

  expect(strongestOf([row('did:plc:a', { like: 3 })], { orbits: 1, weights })[0]?.score).toBe(0.3)
})

test('equal scores are ranked by total, then by the latest, then by DID', () => {
  const early = '2026-11-19T00:00:00.000Z'
  const rows = [
    row('did:plc:late-b', { like: 2, total: 2 }),
    row('did:plc:reposted', { repost: 1, total: 1 }),
    row('did:plc:early', { like: 2, total: 2, last: early }),
    row('did:plc:late-a', { like: 2, total: 2 }),
  ]
  const expected = ['did:plc:late-a', 'did:plc:late-b', 'did:plc:early', 'did:plc:reposted']

  expect(didsIn(rows)).toEqual(expected)
  expect(didsIn(rows.toReversed())).toEqual(expected)
})

test('partners without points are not in the circle', () => {
  const weights = { ...DEFAULT_WEIGHTS, like: 0 }
  const rows = [row('did:plc:liked', { like: 9, total: 9 }), row('did:plc:quoted', { quote: 1 })]

  const { orbits } = circleOf(owner, rows, { ...options, weights })
  expect(orbits.flat().map(({ did }) => did)).toEqual(['did:plc:quoted'])
})

test('a person has a profile, a place and all counts; of strangers only the DID is known', () => {
  const profile = { did: 'did:plc:1', handle: 'one.example', displayName: 'One', avatar: null }
  const rows = [row('did:plc:1', { like: 3, total: 3 }), row('did:plc:2', { like: 2, total: 2 })]
  const { orbits, ...rest } = circleOf(owner, rows, options, new Map([[profile.did, profile]]))

  expect(orbits[0]).toEqual([
    { ...profile, rank: 1, score: 3, ...rows[0] },
    { ...unknownProfile('did:plc:2'), rank: 2, score: 2, ...rows[1] },
  ])
  const { window, direction, weights } = options
  expect(rest).toEqual({ ...owner, window, direction, weights })
})

test.each([1, 2, 3, 4, 5, 6])('out of very many only contenders matter (seed %d)', (seed) => {
  const random = createRandom(seed)
  const level = 2 + random.below(20)
  const tallies = Array.from({ length: random.below(400) }, (_, partner): Tally => {
    const counts = { like: random.below(level), repost: 0, reply: 0, quote: 0, post: 0 }
    const reply = random.below(3)
    const last = random.below(level)
    return { partner, ...counts, reply, characters: 0, total: counts.like + reply, last }
  })
  const names = new Map(tallies.map(({ partner }) => [partner, `did:plc:${random.below(1e9)}`]))
  const rowsOf = (some: Tally[]) => some.map((tally) => rowOf(tally, names))

  for (const orbits of [1, 2, 3]) {
    const places = { orbits, weights: { ...DEFAULT_WEIGHTS, like: random.below(3) } }
    const contenders = contendersOf(tallies, places)
    expect(strongestOf(rowsOf(contenders), places)).toEqual(strongestOf(rowsOf(tallies), places))
  }
})

test('nobody contends for the places that others have for certain', () => {
  const tallies = Array.from({ length: 500 }, (_, partner): Tally => {
    const counts = { like: (partner * 7) % 500, repost: 0, reply: 0, quote: 0, post: 0 }
    return { partner, ...counts, characters: 0, total: counts.like, last: 0 }
  })
  const contenders = contendersOf(tallies, { orbits: 2, weights: DEFAULT_WEIGHTS })

  expect(contenders.map(({ like }) => like)).toEqual(Array.from({ length: 30 }, (_, i) => 499 - i))
})
