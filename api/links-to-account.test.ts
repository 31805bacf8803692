import { keys } from '@orrery/shared/keys'
import { linksOf } from '@orrery/shared/links-of'
import { createRandom } from '@orrery/shared/random'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { NaiveRecount } from '../test/naive-recount.ts'
import { randomAccounts, randomEvents } from '../test/random-events.ts'
import type { LinksToAccountPage, SourcesToAccount } from './links-to-account.ts'
import type { LinkToAccount } from './received-records.ts'
import { startApi, type TestApi } from './testing.ts'
import { commit, didOf, like, mention, status } from './testing-events.ts'

const NOW = Date.now()
const HOUR = 3_600_000
const ago = (minutes: number) => NOW - minutes * 60_000
const at = (minutes: number) => new Date(ago(minutes)).toISOString()
const alice = didOf('alice')
const LIKE = 'app.bsky.feed.like'
const MENTION = 'facets[].features[app.bsky.richtext.facet#mention].did'

const pathOf = (did: string, query: Record<string, string> = {}) =>
  `/links/to-account/${did}?${new URLSearchParams(query)}`

describe('what is aimed at an account', () => {
  let api: TestApi
  const many = commit(
    'dave',
    'com.example.thing',
    { all: [`at://${alice}/x.y.z/one`, `at://${alice}/x.y.z/two`, alice, didOf('bob')] },
    ago(6),
  )
  const aimed = [
    like('bob', 'alice', ago(9)),
    like('bob', 'alice', ago(8)),
    like('carol', 'alice', ago(7)),
    many,
    mention('bob', 'alice', 'hello', ago(5)),
  ]

  beforeAll(async () => {
    api = await startApi({ clock: () => NOW })
    await api.apply([...aimed, like('eve', 'alice', ago(4)), like('frank', 'alice', ago(3))])
    await api.apply([
      like('alice', 'bob', ago(2)),
      status('eve', { active: false, status: 'deactivated' }, ago(1)),
      status('frank', { active: false, status: 'takendown' }, ago(1)),
    ])
  })
  afterAll(() => api[Symbol.asyncDispose]())

  test('is told by source, the most first, without what hidden accounts made', async () => {
    const { status: code, json, headers } = await api.get(pathOf(alice))
    expect(code).toBe(200)
    const last = (minutes: number) => ({ last_seen: at(minutes) })
    expect(json).toEqual({
      did: alice,
      total: 7,
      sources: [
        { collection: LIKE, path: 'subject.uri', records: 3, distinct_dids: 2, ...last(7) },
        {
          collection: 'com.example.thing',
          path: 'all[]',
          records: 3,
          distinct_dids: 1,
          ...last(6),
        },
        {
          collection: 'app.bsky.feed.post',
          path: MENTION,
          records: 1,
          distinct_dids: 1,
          ...last(5),
        },
      ],
    })
    expect(headers.get('orrery-complete-since')).toBe(at(9))
  })

  test('is counted within a span of time', async () => {
    const { json } = await api.get(pathOf(alice, { since: at(8), until: at(6) }))
    expect(json).toMatchObject({ total: 2, sources: [{ records: 2, distinct_dids: 2 }] })
  })

  test('is listed with what each link is to, newest first', async () => {
    const { json } = await api.get(pathOf(alice, { records: 'true', limit: '5' }))
    const { records, total, cursor } = json as LinksToAccountPage
    const subjects = records.map(({ did, path, subject }) => `${did} ${path} ${subject}`)
    expect(total).toBe(7)
    expect(subjects[0]).toBe(`${didOf('bob')} ${MENTION} ${alice}`)
    expect(subjects.slice(1, 4).sort()).toEqual([
      `${didOf('dave')} all[] at://${alice}/x.y.z/one`,
      `${didOf('dave')} all[] at://${alice}/x.y.z/two`,
      `${didOf('dave')} all[] ${alice}`,
    ])
    expect(records[4]).toEqual({
      did: didOf('carol'),
      collection: LIKE,
      rkey: aimed[2]?.commit.rkey,
      path: 'subject.uri',
      subject: `at://${alice}/app.bsky.feed.post/3mmoojp7etg2g`,
      indexedAt: at(7),
    })
    const next = await api.get(pathOf(alice, { records: 'true', cursor: String(cursor) }))
    expect(next.json).toMatchObject({ total: 7, records: [{}, {}], cursor: null })
  })

  test.each([
    [`${LIKE}:subject.uri`, 3],
    [`app.bsky.feed.post:${MENTION.replace('[]', '[*]')}`, 1],
    ['com.example.thing:all[*]', 3],
    ['com.example.thing:all', 0],
    [`${LIKE}:`, 0],
  ])('is listed by source: %s has %i', async (source, total) => {
    const { json } = await api.get(pathOf(alice, { source }))
    const page = json as LinksToAccountPage
    expect(page).toMatchObject({ total, cursor: null })
    expect(page.records).toHaveLength(total)
  })

  test('is nothing where the account was never met', async () => {
    const nobody = didOf('nobody')
    expect((await api.get(pathOf(nobody))).json).toEqual({ did: nobody, total: 0, sources: [] })
    const page = { total: 0, records: [], cursor: null }
    expect((await api.get(pathOf(nobody, { records: 'true' }))).json).toEqual(page)
  })

  test.each([
    ['x', 'actor: expected a DID or a handle.'],
    [
      `${alice}?source=like`,
      'source: expected collection:path, such as app.bsky.feed.like:subject.uri.',
    ],
    [`${alice}?records=1`, 'records: expected true or false.'],
    [`${alice}?records=true&cursor=05`, 'cursor: expected the cursor of an earlier answer.'],
    [`${alice}?limit=1001`, 'limit: expected a whole number from 1 to 1000.'],
  ])('is not asked for by %s', async (asked, message) => {
    const { status: code, json } = await api.get(`/links/to-account/${asked}`)
    expect({ code, json }).toEqual({ code: 400, json: { error: 'InvalidRequest', message } })
  })
})

test.each([
  [1, 1_000_000],
  [2, 1_000_000],
  [3, 40],
  [4, 40],
])(
  'sources and pages of every account are those of a naive model (seed %d, busy from %d)',
  async (seed, links) => {
    await using api = await startApi({ clock: () => NOW, limits: { busy: { links, sample: 1 } } })
    const random = createRandom(seed)
    const accounts = randomAccounts(random, 8)
    const span = { count: 600, start: NOW - 40 * HOUR, span: 40 * HOUR }
    const events = randomEvents(random, accounts, span) as { did: string }[]
    const naive = new NaiveRecount()
    for (const event of events) naive.apply(event)
    for (let from = 0; from < events.length; from += 150) {
      await api.apply(events.slice(from, from + 150))
    }
    expect((await api.redis.hLen(keys.busyAccounts)) > 0).toBe(links === 40)

    for (const did of accounts) {
      const since = random.pick([undefined, NOW - 30 * HOUR - random.below(HOUR)])
      const until = random.pick([undefined, NOW - 10 * HOUR - random.below(HOUR)])
      const within = {
        ...(since && { since: new Date(since).toISOString() }),
        ...(until && { until: new Date(until).toISOString() }),
      }
      const all = linksTo(naive, did).filter(({ indexedAt }) => {
        const time = Date.parse(indexedAt)
        return time >= (since ?? 0) && time < (until ?? Number.POSITIVE_INFINITY)
      })
      expect((await api.get(pathOf(did, within))).json).toEqual(summaryOf(did, all))

      const source = random.pick([undefined, `${LIKE}:subject.uri`])
      const reverse = random.pick(['true', 'false'])
      const asked: Record<string, string> = source ? { source } : { records: 'true' }
      const expected = all.filter(({ collection, path }) => {
        return source === undefined || `${collection}:${path}` === source
      })
      const query = { ...within, ...asked, reverse, limit: String(1 + random.below(20)) }
      const pages = await readPages(api, did, query)

      expect(pages.every(({ total }) => total === expected.length)).toBe(true)
      const sizes = pages.slice(0, -1).map((page) => page.records.length)
      expect(new Set(sizes).size).toBeLessThanOrEqual(1)
      const records = pages.flatMap((page) => page.records)
      expect(sorted(records)).toEqual(sorted(expected))
      const times = records.map(({ indexedAt }) => indexedAt)
      expect(times).toEqual(reverse === 'true' ? times.toSorted() : times.toSorted().reverse())
    }
  },
)

async function readPages(api: TestApi, did: string, query: Record<string, string>) {
  const pages: LinksToAccountPage[] = []
  let cursor: string | null = null
  do {
    const { status: code, json } = await api.get(
      pathOf(did, { ...query, ...(cursor && { cursor }) }),
    )
    expect(code).toBe(200)
    pages.push(json as LinksToAccountPage)
    cursor = (json as LinksToAccountPage).cursor
  } while (cursor !== null)
  return pages
}

function linksTo(naive: NaiveRecount, subject: string): LinkToAccount[] {
  return Array.from(naive.records).flatMap(([name, { did, record, time }]) => {
    const [, collection = '', rkey = ''] = name.split(' ')
    if (naive.hidden.has(did)) return []
    const made = linksOf(record).links.flatMap(({ path, target: { text } }) => {
      // An at-uri without a record names no account to the store; it is a text of its own.
      const isAimed =
        text === subject || (text.startsWith(`at://${subject}/`) && text.split('/')[4])
      const indexedAt = new Date(time).toISOString()
      return isAimed ? { did, collection, rkey, path, subject: text, indexedAt } : []
    })
    return [...new Map(made.map((link) => [JSON.stringify(link), link])).values()]
  })
}

function summaryOf(did: string, links: LinkToAccount[]): SourcesToAccount {
  const groups = Map.groupBy(links, ({ collection, path }) => `${collection}:${path}`)
  const sources = Array.from(groups, ([name, group]) => ({
    name,
    collection: name.slice(0, name.indexOf(':')),
    path: name.slice(name.indexOf(':') + 1),
    records: group.length,
    distinct_dids: new Set(group.map((link) => link.did)).size,
    last_seen:
      group
        .map(({ indexedAt }) => indexedAt)
        .sort()
        .at(-1) ?? '',
  }))
  sources.sort((a, b) => b.records - a.records || (a.name < b.name ? -1 : 1))
  return { did, total: links.length, sources: sources.map(({ name: _, ...source }) => source) }
}

function sorted(links: LinkToAccount[]): string[] {
  return links.map((link) => JSON.stringify(link)).sort()
}
