import { createRandom } from '@orrery/shared/random'
import { TOP_ORDERS } from '@orrery/shared/top-list'
import { expect, test } from 'vitest'
import { createRanking } from './top-ranking.ts'

test.each(TOP_ORDERS)('the best by %s remain, whatever the order in which they come', (order) => {
  const random = createRandom(5)
  const other = order === 'count' ? 'partners' : 'count'
  for (let round = 0; round < 100; round++) {
    const rows = Array.from({ length: random.below(60) }, (_, account) => {
      const did = `did:web:${random.uint32()}.example`
      return { account, did, count: random.below(6), partners: random.below(3) }
    })
    const ranking = createRanking(order, 10)
    for (const row of rows) ranking.offer(row)

    const best = rows
      .filter(({ count }) => count > 0)
      .sort((a, b) => b[order] - a[order] || b[other] - a[other] || (a.did < b.did ? -1 : 1))
      .slice(0, 10)
    expect(ranking.rows()).toEqual(best.map(({ did, ...row }) => row))
  }
})

test('a full ranking takes no less than its last, and its equals only by their DID', () => {
  const ranking = createRanking('count', 2)
  expect(ranking.mayTake({ count: 0, partners: 0 })).toBe(false)
  expect(ranking.mayTake({ count: 1, partners: 0 })).toBe(true)
  ranking.offer({ account: 1, did: 'did:web:b', count: 5, partners: 2 })
  ranking.offer({ account: 2, did: 'did:web:c', count: 4, partners: 2 })

  expect(ranking.floor()).toBe(4)
  expect(ranking.mayTake({ count: 4, partners: 1 })).toBe(false)
  expect(ranking.mayTake({ count: 4, partners: 2 })).toBe(true)
  ranking.offer({ account: 3, did: 'did:web:d', count: 4, partners: 2 })
  expect(ranking.rows().map(({ account }) => account)).toEqual([1, 2])
  ranking.offer({ account: 4, did: 'did:web:a', count: 4, partners: 2 })
  expect(ranking.rows().map(({ account }) => account)).toEqual([1, 4])
})
