import { readHotTargets } from '@orrery/shared/hot-target'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RecordsAnswer } from './link-lists.ts'
import { startApi, type TestApi } from './testing.ts'
import { commit, didOf, like, status } from './testing-events.ts'

const NOW = Date.now()
const ago = (minutes: number) => NOW - minutes * 60_000
const alice = didOf('alice')
const bob = didOf('bob')
const alicesPost = `at://${alice}/app.bsky.feed.post/3mmoojp7etg2g`
const LIKE = 'app.bsky.feed.like:subject.uri'

const XRPC = '/xrpc/blue.microcosm.links.'
const listOf = (query: Record<string, string>) =>
  `${XRPC}getBacklinks?${new URLSearchParams(query)}`
const countOf = (query: Record<string, string>) =>
  `${XRPC}getBacklinksCount?${new URLSearchParams(query)}`

const recordOf = ({ did, commit: { collection, rkey } }: ReturnType<typeof commit>) => {
  return { did, collection, rkey }
}

/** All pages of a list, put together, each with the same total. */
async function readPages(api: TestApi, query: Record<string, string>, total: number) {
  const pages: RecordsAnswer[] = []
  let cursor: string | null = null
  do {
    const path: string = listOf({ ...query, ...(cursor && { cursor }) })
    const { status, json } = await api.get(path)
    expect(status).toBe(200)
    const page = json as RecordsAnswer
    expect(page.total).toBe(total)
    pages.push(page)
    cursor = page.cursor
  } while (cursor !== null)
  return pages
}

test.each([
  ['few', { links: 1_000_000, sample: 1 }, 0],
  ['very many', { links: 30, sample: 1 }, 1],
])('all pages of %s links hold each once, newest first', async (_, hot, hotTargets) => {
  await using api = await startApi({ limits: { hot } })
  // Three at each moment, so that pages end among equals.
  const likes = Array.from({ length: 90 }, (_, index) =>
    like(`b${'cdefg'.charAt(index % 5)}`, 'alice', ago(90 - Math.floor(index / 3))),
  )
  await api.apply(likes)
  await api.apply([like('bob', 'alice', ago(200)), like('bob', 'carol', ago(1))])
  await api.apply([status('bc', { active: false, status: 'deactivated' }, NOW)])
  expect((await readHotTargets(api.redis)).size).toBe(hotTargets)

  const shown = likes.filter(({ did }) => did !== didOf('bc'))
  const subject = { subject: alicesPost, source: LIKE }
  // The totals have what deactivated accounts made.
  const pages = await readPages(api, { ...subject, limit: '7' }, 91)
  expect(pages.map(({ records }) => records.length)).toEqual([...Array(10).fill(7), 3])
  const records = pages.flatMap((page) => page.records)
  expect(records.at(-1)).toMatchObject({ did: bob })
  expect(new Set(records.map(({ rkey }) => rkey)).size).toBe(73)
  const expected = shown.toReversed().map(recordOf)
  const timeOf = new Map(shown.map((each) => [each.commit.rkey, each.time_us]))
  expect(records.slice(0, -1).map(({ rkey }) => timeOf.get(rkey))).toEqual(
    shown.map(({ time_us }) => time_us).toReversed(),
  )
  expect(records.slice(0, -1)).toEqual(expect.arrayContaining(expected))
  expect((await api.get(countOf(subject))).json).toEqual({ total: 91 })
})

test('links that come and go between pages neither repeat nor hide others', async () => {
  await using api = await startApi()
  const likes = Array.from({ length: 6 }, (_, index) => like('bob', 'alice', ago(60 - index)))
  await api.apply(likes)
  const query = { subject: alicesPost, source: LIKE, limit: '2' }
  const first = (await api.get(listOf(query))).json as RecordsAnswer
  const [, , , fourth, fifth] = likes
  if (!fourth || !fifth) throw new Error('there are six likes')

  await api.apply([like('carol', 'alice', ago(1)), undone(fourth), undone(fifth)])
  const { json } = await api.get(listOf({ ...query, cursor: String(first.cursor) }))
  expect(json).toEqual({
    total: 5,
    records: likes.slice(1, 3).toReversed().map(recordOf),
    cursor: expect.stringMatching(/^([0-9a-f]{2})+$/),
  })
})

function undone({ commit: { collection, rkey, rev }, ...event }: ReturnType<typeof commit>) {
  return { ...event, commit: { operation: 'delete', rev, collection, rkey } }
}

describe('a subject', () => {
  let api: TestApi
  beforeAll(async () => {
    api = await startApi()
    const links = {
      did: alice,
      uri: `at://${alice}/app.bsky.feed.post/b`,
      site: 'https://a.example',
    }
    const odd = { handle: 'at://alice.example/app.x.y/1', note: 'todo:fix', 'a:b': links.site }
    await api.apply([commit('bob', 'com.example.thing', { ...links, ...odd }, ago(5))])
  })
  afterAll(() => api[Symbol.asyncDispose]())

  test.each([
    ['did', alice, 1],
    ['uri', `at://${alice}/app.bsky.feed.post/b`, 1],
    ['uri', `AT://${alice}/app.bsky.feed.post/b/`, 1],
    ['uri', `at://${alice}/app.bsky.feed.post/c`, 0],
    ['uri', `at://${alice}`, 0],
    ['site', 'https://a.example', 1],
    ['site', 'HTTPS://A.Example', 1],
    ['site', 'https://a.example/', 0],
    ['handle', 'at://alice.example/app.x.y/1', 1],
    ['note', 'TODO:fix', 1],
    ['a:b', 'https://a.example', 1],
    ['.did', alice, 0],
    ['', alice, 0],
    ['did', didOf('nobody'), 0],
    ['did', 'nonsense', 0],
    ['did', '', 0],
    ['did', '\u0000', 0],
  ])('at "%s" that is written %j has %i links', async (path, subject, total) => {
    const query = { subject, source: `com.example.thing:${path}` }
    expect((await api.get(countOf(query))).json).toEqual({ total })
    const { status, json } = await api.get(listOf(query))
    expect(status).toBe(200)
    const records = total ? [expect.objectContaining({ did: bob })] : []
    expect(json).toEqual({ total, records, cursor: null })
  })

  const SUBJECT = 'subject: expected a link, such as an at-uri, a DID or a web address.'
  const SOURCE = 'source: expected collection:path, such as app.bsky.feed.like:subject.uri.'
  const LIMIT = 'limit: expected a whole number from 1 to 1000.'
  const CURSOR = 'cursor: expected the cursor of an earlier answer.'
  const asked = `subject=${alice}&source=${LIKE}`

  test.each([
    [`getBacklinks?source=${LIKE}`, SUBJECT],
    [`getBacklinksCount?source=${LIKE}`, SUBJECT],
    [`getBacklinksCount?subject=a&${asked}`, SUBJECT],
    [`getBacklinks?subject=${alice}`, SOURCE],
    [`getBacklinks?subject=${alice}&source=app.bsky.feed.like`, SOURCE],
    [`getBacklinks?${asked}&limit=0`, LIMIT],
    [`getBacklinks?${asked}&limit=1001`, LIMIT],
    [`getBacklinks?${asked}&limit=-1`, LIMIT],
    [`getBacklinks?${asked}&limit=1.5`, LIMIT],
    [`getBacklinks?${asked}&limit=`, LIMIT],
    [`getBacklinks?${asked}&limit=1e2`, LIMIT],
    [`getBacklinks?${asked}&cursor=`, CURSOR],
    [`getBacklinks?${asked}&cursor=zz`, CURSOR],
    [`getBacklinks?${asked}&cursor=0161`, CURSOR],
    [`getBacklinks?${asked}&cursor=010100ff`, CURSOR],
    [`getBacklinks?${asked}&cursor=${'ff'.repeat(2000)}`, CURSOR],
    [`getBacklinks?${asked}&cursor=${'00'.repeat(5000)}`, CURSOR],
  ])('%s is refused', async (call, message) => {
    const { status, json, headers } = await api.get(XRPC + call)
    expect({ status, json }).toEqual({ status: 400, json: { error: 'InvalidRequest', message } })
    expect(headers.get('access-control-allow-origin')).toBe('*')
  })

  test.each(['1', '1000'])('may be asked for with a limit of %s', async (limit) => {
    const query = { subject: alice, source: 'com.example.thing:did', limit, unknown: 'x' }
    const { status, json, headers } = await api.get(listOf(query))
    expect({ status, json }).toMatchObject({ status: 200, json: { total: 1, cursor: null } })
    expect(headers.get('access-control-allow-origin')).toBe('*')
  })
})

test('an empty store has no links', async () => {
  await using api = await startApi()
  expect((await api.get(countOf({ subject: alice, source: LIKE }))).json).toEqual({ total: 0 })
  const { json } = await api.get(listOf({ subject: 'https://a.example', source: LIKE }))
  expect(json).toEqual({ total: 0, records: [], cursor: null })
})

test('links are counted for as long as they are kept', async () => {
  await using api = await startApi({ retentionHours: 6 })
  await api.apply([like('bob', 'alice', ago(6 * 60 - 1)), like('bob', 'alice', NOW + 60_000)])
  const query = { subject: alicesPost, source: LIKE }
  expect((await api.get(countOf(query))).json).toEqual({ total: 2 })
})
