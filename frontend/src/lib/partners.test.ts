import type { Circle, Counts, Person } from '@orrery/shared/circle'
import { explain } from '@orrery/shared/scores'
import { DEFAULT_WEIGHTS } from '@orrery/shared/weights'
import { expect, test } from 'vitest'
import { MOST_ROWS, PAGE_SIZE, partnersOf, partnersPageOf } from './partners.ts'
import { DEFAULT_VIEW, type View } from './view.ts'

const NONE: Counts = { like: 0, repost: 0, reply: 0, quote: 0, post: 0, total: 0 }
const LAST = '2026-11-20T12:00:00.000Z'

function row(did: string | null, counts: Partial<Counts>, last = LAST) {
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0)
  return { did, ...NONE, ...counts, total, characters: 0, last }
}

function circle(people: Person[], options: Partial<Circle> = {}): Circle {
  const centre = { did: 'me', handle: null, displayName: null, avatar: null }
  const how = {
    direction: 'both',
    ranking: 'sum',
    weights: DEFAULT_WEIGHTS,
    preset: 'balanced',
  } as const
  return { ...centre, window: { from: LAST, to: LAST }, ...how, orbits: [people], ...options }
}

function person(did: string | null, sent: Partial<Counts>, received: Partial<Counts>): Person {
  const sides = { sent: row(did, sent), received: row(did, received) }
  const both = row(did, sent)
  for (const [type, count] of Object.entries(received)) both[type as 'like'] += count
  both.total = sides.sent.total + sides.received.total
  const how = { direction: 'both', ranking: 'sum', weights: DEFAULT_WEIGHTS } as const
  const profile = { did, handle: null, displayName: null, avatar: null, rank: 1 }
  return { ...both, ...profile, ...explain({ counts: both, ...sides }, how) }
}

const lists = (some: { sent?: object[]; received?: object[]; both?: object[] }) =>
  ({
    did: 'me',
    handle: null,
    window: { from: LAST, to: LAST },
    sent: [],
    received: [],
    both: [],
    ...some,
  }) as never

const NOBODY = new Set<string>()

test('who is in no circle follows those who are, by the same score', () => {
  const near = person('near', { reply: 3 }, { like: 2 })
  const all = lists({
    sent: [row('near', { reply: 3 }), row('quoted', { quote: 1 })],
    received: [row('near', { like: 2 }), row('liker', { like: 2 })],
    both: [
      row('near', { reply: 3, like: 2 }),
      row('liker', { like: 2 }),
      row('quoted', { quote: 1 }),
    ],
  })

  expect(partnersOf(circle([near]), all, NOBODY)).toMatchObject([
    { did: 'near', rank: 1, score: 11, ways: { sent: 3, received: 2, both: 5, reciprocity: 0.22 } },
    { did: 'quoted', rank: 2, score: 3, ways: { sent: 1, received: 0, both: 1, reciprocity: 0 } },
    { did: 'liker', rank: 3, score: 2, ways: { sent: 0, received: 2, both: 2 } },
  ])
})

test('in one direction its counts make the score, and both ways stand beside it', () => {
  const all = lists({
    sent: [row('bob', { like: 2 })],
    received: [row('bob', { reply: 1 })],
    both: [row('bob', { like: 2, reply: 1 })],
  })
  const shown = partnersOf(circle([], { direction: 'received' }), all, NOBODY)

  expect(shown).toMatchObject([
    { did: 'bob', score: 3, total: 1, like: 0, ways: { sent: 2, received: 1, both: 3 } },
  ])
})

test('a mutual ranking counts the weaker way', () => {
  const all = lists({
    sent: [row('bob', { like: 2 }), row('ann', { like: 9 })],
    received: [row('bob', { reply: 1 })],
    both: [row('ann', { like: 9 }), row('bob', { like: 2, reply: 1 })],
  })
  const shown = partnersOf(circle([], { ranking: 'mutual' }), all, NOBODY)

  expect(shown).toMatchObject([
    { did: 'bob', score: 2 },
    { did: 'ann', score: 0 },
  ])
})

test('who is left out has no row, and who has no name is not there twice', () => {
  const unnamed = person(null, { like: 4 }, {})
  const all = lists({
    sent: [row(null, { like: 4 }), row(null, { like: 3 }), row('bob', { like: 1 })],
    both: [row(null, { like: 4 }), row(null, { like: 3 }), row('bob', { like: 1 })],
  })
  const shown = partnersOf(circle([unnamed]), all, new Set(['bob']))

  expect(shown.map(({ did, like, ways }) => [did, like, ways?.both])).toEqual([
    [null, 4, 4],
    [null, 3, undefined],
  ])
})

test('where a list was cut, what went one way follows from the two others', () => {
  const many = Array.from({ length: MOST_ROWS - 1 }, (_, n) => row(`fan${n}`, { like: 5 }))
  const all = lists({
    received: [...many, row('fan', { like: 5 })],
    sent: [row('bob', { reply: 4 })],
    both: [...many, row('bob', { reply: 4, like: 1 })],
  })
  const shown = partnersOf(circle([]), all, NOBODY).find(({ did }) => did === 'bob')

  expect(shown?.ways).toMatchObject({ sent: 4, received: 1, both: 5 })
})

const PARTNERS = partnersOf(
  circle([]),
  lists({
    sent: [row('first', { like: 5 }, '2026-11-20T10:00:00.000Z')],
    both: [
      row('first', { like: 5, reply: 4 }, '2026-11-20T10:00:00.000Z'),
      row('second', { like: 7 }, '2026-11-20T11:00:00.000Z'),
      row(null, { like: 5 }, '2026-11-19T12:00:00.000Z'),
    ],
    received: [
      row('first', { reply: 4 }, '2026-11-20T10:00:00.000Z'),
      row('second', { like: 7 }, '2026-11-20T11:00:00.000Z'),
    ],
  }),
  NOBODY,
)

test.each<[Partial<View>, number[]]>([
  [{}, [1, 2, 3]],
  [{ order: 'asc' }, [3, 2, 1]],
  [{ sort: 'like' }, [2, 1, 3]],
  [{ sort: 'like', order: 'asc' }, [1, 3, 2]],
  [{ sort: 'last' }, [2, 1, 3]],
  [{ sort: 'received' }, [2, 1, 3]],
  [{ sort: 'sent' }, [1, 2, 3]],
  [{ sort: 'reciprocity', order: 'asc' }, [2, 1, 3]],
])('a view of %j has the ranks %j, those of whom nothing is known last', (view, ranks) => {
  const { rows } = partnersPageOf(PARTNERS, { ...DEFAULT_VIEW, ...view })
  expect(rows.map(({ rank }) => rank)).toEqual(ranks)
})

test('pages follow each other without a gap, and the last one is as far as it goes', () => {
  const rows = Array.from({ length: 2 * PAGE_SIZE + 3 }, (_, n) => row(`fan${n}`, { like: 99 - n }))
  const many = partnersOf(circle([]), lists({ sent: rows, both: rows }), NOBODY)
  const pages = [1, 2, 3].flatMap((page) => partnersPageOf(many, { ...DEFAULT_VIEW, page }).rows)

  expect(pages.map(({ did }) => did)).toEqual(rows.map(({ did }) => did))
  expect(partnersPageOf(many, { ...DEFAULT_VIEW, page: 9 })).toMatchObject({
    ...{ page: 3, pages: 3, total: many.length },
  })
  const nobody = { rows: [], page: 1, pages: 1, total: 0 }
  expect(partnersPageOf([], DEFAULT_VIEW)).toEqual(nobody)
})
