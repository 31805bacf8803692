import { DEFAULT_WEIGHTS } from '@orrery/shared/weights'
import { expect, test } from 'vitest'
import { circleOf, unknownProfile } from './circle.ts'
import type { StrongestRow } from './ranking.ts'

const owner = unknownProfile('did:plc:owner')
const options = {
  window: { from: '2026-11-18T12:00:00.000Z', to: '2026-11-20T12:00:00.000Z' },
  direction: 'both',
  ranking: 'sum',
  orbits: 2,
  weights: DEFAULT_WEIGHTS,
} as const

const none = { like: 0, repost: 0, reply: 0, quote: 0, post: 0, total: 0 }

/** A partner with whom all went one way. */
function row(did: string, known: Partial<StrongestRow> = {}): StrongestRow {
  const counts = { ...none, characters: 0, last: '2026-11-20T11:00:00.000Z', ...known }
  const { like, repost, reply, quote, post, total } = counts
  return { did, sent: { like, repost, reply, quote, post, total }, received: none, ...counts }
}

/** Partners whose first has the most likes, in an order that is not that of their strength. */
function partners(count: number): StrongestRow[] {
  const rows = Array.from({ length: count }, (_, index) =>
    row(`did:plc:${index + 1}`, { like: count - index, total: count - index }),
  )
  return rows.toSorted((a, b) => a.did.localeCompare(b.did))
}

const didsIn = (rows: StrongestRow[]) =>
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

test('a person has a profile, a place, all counts and what the score is made of', () => {
  const profile = { did: 'did:plc:1', handle: 'one.example', displayName: 'One', avatar: null }
  const rows = [row('did:plc:1', { like: 3, total: 3 }), row('did:plc:2', { like: 2, total: 2 })]
  const { orbits, ...rest } = circleOf(owner, rows, options, new Map([[profile.did, profile]]))

  const made = (like: number) => ({
    ...{ score: like, counted: 'both', reciprocity: 0 },
    points: { like, repost: 0, reply: 0, quote: 0, post: 0 },
    sent: { ...none, like, total: like, score: like },
    received: { ...none, score: 0 },
  })
  expect(orbits[0]).toEqual([
    { ...rows[0], ...profile, rank: 1, ...made(3) },
    { ...rows[1], ...unknownProfile('did:plc:2'), rank: 2, ...made(2) },
  ])
  const { window, direction, ranking, weights } = options
  expect(rest).toEqual({ ...owner, window, direction, ranking, weights, preset: 'balanced' })
})
