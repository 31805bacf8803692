import { linksOf } from '@orrery/shared/links-of'
import { createRandom } from '@orrery/shared/random'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { NaiveRecount } from '../test/naive-recount.ts'
import { randomAccounts, randomEvents } from '../test/random-events.ts'
import type { RecordsOfAccount } from './links-from.ts'
import type { RecordLinks } from './record-links.ts'
import { startApi, type TestApi } from './testing.ts'
import { commit, didOf, like, status } from './testing-events.ts'

const NOW = Date.now()
const HOUR = 3_600_000
const ago = (minutes: number) => NOW - minutes * 60_000
const alice = didOf('alice')
const bob = didOf('bob')
const pathOf = (query: Record<string, string>) => `/links/from?${new URLSearchParams(query)}`

async function readPages(api: TestApi, query: Record<string, string>) {
  const pages: RecordsOfAccount[] = []
  let cursor: string | null = null
  do {
    const { status: code, json } = await api.get(pathOf({ ...query, ...(cursor && { cursor }) }))
    expect(code).toBe(200)
    pages.push(json as RecordsOfAccount)
    cursor = (json as RecordsOfAccount).cursor
  } while (cursor !== null)
  return pages
}

describe('what a record links to', () => {
  let api: TestApi
  const made = commit(
    'bob',
    'com.example.thing',
    {
      who: alice,
      again: [alice, alice],
      post: { uri: `at://${alice}/app.bsky.feed.post/b` },
      list: [{ $type: 'a.b.c', site: 'HTTPS://A.Example/x' }],
    },
    ago(5),
  )
  const name = { repo: bob, collection: 'com.example.thing', rkey: made.commit.rkey }

  beforeAll(async () => {
    api = await startApi()
    await api.apply([made, like('carol', 'alice', ago(4)), like('dave', 'alice', ago(3))])
    await api.apply([status('dave', { active: false, status: 'deactivated' }, ago(2))])
  })
  afterAll(() => api[Symbol.asyncDispose]())

  test('is given in its order, each link once, with where it stands', async () => {
    const { json, headers } = await api.get(pathOf(name))
    expect(json).toEqual({
      uri: `at://${bob}/com.example.thing/${made.commit.rkey}`,
      cid: null,
      indexedAt: new Date(ago(5)).toISOString(),
      links: [
        { path: '.who', target: alice },
        { path: '.again[]', target: alice },
        { path: '.post.uri', target: `at://${alice}/app.bsky.feed.post/b` },
        { path: '.list[a.b.c].site', target: 'https://a.example/x' },
      ],
    })
    expect(headers.get('orrery-complete-since')).toBe(new Date(ago(5)).toISOString())
  })

  test.each([
    ['of another key', { ...name, rkey: 'other' }],
    ['of another collection', { ...name, collection: 'com.example.other' }],
    ['of an account never met', { ...name, repo: didOf('nobody') }],
  ])('is nothing %s', async (_, query) => {
    const uri = `at://${query.repo}/${query.collection}/${query.rkey}`
    const { status: code, json } = await api.get(pathOf(query))
    expect({ code, json }).toEqual({
      code: 200,
      json: { uri, cid: null, indexedAt: null, links: [] },
    })
  })

  test('is kept back while its account is not active', async () => {
    const none = { total: 0, records: [], cursor: null }
    expect((await api.get(pathOf({ repo: didOf('dave') }))).json).toEqual(none)
    await api.apply([status('bob', { active: false, status: 'suspended' }, ago(1))])
    expect((await api.get(pathOf(name))).json).toMatchObject({ indexedAt: null, links: [] })
    await api.apply([status('bob', { active: true }, NOW)])
    expect((await api.get(pathOf(name))).json).toMatchObject({ links: [{}, {}, {}, {}] })
  })

  const REPO = 'repo: expected a DID or a handle.'
  test.each([
    ['', REPO],
    ['repo=', REPO],
    [`repo=${bob}&repo=${bob}`, REPO],
    [`repo=${bob}&rkey=a`, 'collection: expected beside rkey.'],
    [`repo=${bob}&limit=0`, 'limit: expected a whole number from 1 to 1000.'],
    [`repo=${bob}&cursor=0102`, 'cursor: expected the cursor of an earlier answer.'],
    [
      `repo=${bob}&cursor=05${'ff'.repeat(200)}`,
      'cursor: expected the cursor of an earlier answer.',
    ],
    [`repo=${bob}&reverse=yes`, 'reverse: expected true or false.'],
    [`repo=${bob}&since=now`, 'since: expected a time, such as 2026-11-20T13:00:00Z.'],
  ])('is not asked for by /links/from?%s', async (query, message) => {
    const { status: code, json } = await api.get(`/links/from?${query}`)
    expect({ code, json }).toEqual({ code: 400, json: { error: 'InvalidRequest', message } })
  })
})

test.each([1, 2, 3])(
  'the pages of every account hold its records as a naive model has them (seed %d)',
  async (seed) => {
    await using api = await startApi({ clock: () => NOW })
    const random = createRandom(seed)
    const accounts = randomAccounts(random, 8)
    const span = { count: 500, start: NOW - 40 * HOUR, span: 40 * HOUR }
    const events = randomEvents(random, accounts, span) as { did: string }[]
    const naive = new NaiveRecount()
    for (const event of events) naive.apply(event)
    await api.apply(events)

    for (const did of accounts) {
      const all = naive.hidden.has(did) ? [] : recordsOf(naive, did)
      const collection = random.pick([undefined, 'app.bsky.feed.post', 'test.some.thing'])
      const since = random.pick([undefined, NOW - 30 * HOUR - random.below(HOUR)])
      const until = random.pick([undefined, NOW - 10 * HOUR - random.below(HOUR)])
      const reverse = random.pick([undefined, 'true', 'false'])
      const expected = all.filter(({ uri, indexedAt }) => {
        const time = Date.parse(indexedAt ?? '')
        if (time < (since ?? 0) || time >= (until ?? Infinity)) return false
        return collection === undefined || uri.split('/')[3] === collection
      })

      const pages = await readPages(api, {
        repo: did,
        limit: String(1 + random.below(9)),
        ...(collection && { collection }),
        ...(reverse && { reverse }),
        ...(since && { since: new Date(since).toISOString() }),
        ...(until && { until: new Date(until).toISOString() }),
      })

      const records = pages.flatMap((page) => page.records)
      expect(pages.every(({ total }) => total === expected.length)).toBe(true)
      const sizes = pages.slice(0, -1).map((page) => page.records.length)
      expect(new Set(sizes).size).toBeLessThanOrEqual(1)
      expect(byUri(records)).toEqual(byUri(expected))
      const times = records.map(({ indexedAt }) => indexedAt ?? '')
      const sorted = times.toSorted()
      expect(times).toEqual(reverse === 'true' ? sorted : sorted.reverse())
      for (const record of expected.slice(0, 3)) {
        const [, , repo, of, rkey] = record.uri.split('/')
        const one = pathOf({ repo: String(repo), collection: String(of), rkey: String(rkey) })
        expect((await api.get(one)).json).toEqual(record)
      }
    }
  },
)

function recordsOf(naive: NaiveRecount, did: string): RecordLinks[] {
  return Array.from(naive.records).flatMap(([name, { record, time }]) => {
    const [author, collection, rkey] = name.split(' ')
    const links = linksOf(record).links.map(({ path, target }) => ({
      path: `.${path}`,
      target: target.text,
    }))
    if (author !== did || links.length === 0) return []
    const once = new Map(links.map((link) => [JSON.stringify(link), link]))
    const uri = `at://${did}/${collection}/${rkey}`
    return { uri, cid: null, indexedAt: new Date(time).toISOString(), links: [...once.values()] }
  })
}

function byUri(records: RecordLinks[]): RecordLinks[] {
  return records.toSorted((a, b) => (a.uri < b.uri ? -1 : 1))
}
