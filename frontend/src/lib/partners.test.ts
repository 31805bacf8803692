import { expect, test } from 'vitest'
import type { Row } from './interactions.ts'
import { PAGE_SIZE, partnersPageOf, sumOf } from './partners.ts'
import { viewOf } from './view.ts'

function row(name: string, counts: Partial<Row>): Row {
  const none = { like: 0, repost: 0, reply: 0, quote: 0, post: 0, total: 0, characters: 0 }
  return { did: name, last: '2026-11-20T12:00:00.000Z', ...none, ...counts }
}

const ROWS = [
  row('first', { like: 5, reply: 4, total: 9, last: '2026-11-20T10:00:00.000Z' }),
  row('second', { like: 7, total: 7, last: '2026-11-20T11:00:00.000Z' }),
  row('third', { like: 5, total: 5, last: '2026-11-19T12:00:00.000Z' }),
]

function namesOf(query: string, rows = ROWS): (string | null)[] {
  return partnersPageOf(rows, viewOf(new URLSearchParams(query))).rows.map(({ did }) => did)
}

test.each([
  ['', ['first', 'second', 'third']],
  ['order=asc', ['third', 'second', 'first']],
  ['sort=like', ['second', 'first', 'third']],
  ['sort=like&order=asc', ['first', 'third', 'second']],
  ['sort=last', ['second', 'first', 'third']],
])('the query %j orders partners as %j', (query, names) => {
  expect(namesOf(query)).toEqual(names)
})

test('a partner keeps its rank by total in every order', () => {
  const { rows } = partnersPageOf(ROWS, viewOf(new URLSearchParams('sort=last')))

  expect(rows.map(({ did, rank }) => [did, rank])).toEqual([
    ['second', 2],
    ['first', 1],
    ['third', 3],
  ])
})

test('pages follow each other without a gap, and the last one is as far as it goes', () => {
  const many = Array.from({ length: 2 * PAGE_SIZE + 3 }, (_, index) => row(`${index}`, {}))
  const pages = [1, 2, 3].flatMap((page) => namesOf(`page=${page}`, many))

  expect(pages).toEqual(many.map(({ did }) => did))
  expect(partnersPageOf(many, viewOf(new URLSearchParams('page=9')))).toMatchObject({
    page: 3,
    pages: 3,
    total: many.length,
  })
})

test('nobody makes one empty page', () => {
  expect(partnersPageOf([], viewOf(new URLSearchParams()))).toEqual({
    rows: [],
    page: 1,
    pages: 1,
    total: 0,
  })
})

test('the sum counts every type over all partners', () => {
  expect(sumOf(ROWS)).toEqual({ like: 17, repost: 0, reply: 4, quote: 0, post: 0, total: 21 })
})
