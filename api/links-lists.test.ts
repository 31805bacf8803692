import { readHotTargets } from '@orrery/shared/hot-target'
import { createRandom, type Random } from '@orrery/shared/random'
import { expect, test } from 'vitest'
import type { DidsAnswer, RecordsAnswer } from './link-lists.ts'
import { startApi, type TestApi } from './testing.ts'
import { commit, didOf, status } from './testing-events.ts'
import { addressOf, expectFull, type Parameters, readPages } from './testing-pages.ts'

const NOW = Date.now()
const COLLECTION = 'com.example.thing'
const SUBJECT = 'https://a.example'
const NAMES = ['b', 'c', 'd', 'e', 'f', 'g', 'h']
const FIELDS = ['link', 'many[].uri', 'many[t].uri'] as const
/** Paths as they are asked for, and the paths that this means. */
const PATHS = {
  link: ['link'],
  'many[].uri': ['many[].uri'],
  'many[*].uri': ['many[].uri', 'many[t].uri'],
}

type Link = { did: string; rkey: string; field: (typeof FIELDS)[number]; time: number }
type Query = {
  path: keyof typeof PATHS
  dids: string[]
  since: number | undefined
  until: number | undefined
  reverse: boolean
}

test.each([
  ['few', 1, undefined],
  ['few', 2, undefined],
  ['very many', 3, { hot: { links: 30, sample: 1 } }],
  ['very many', 4, { hot: { links: 5, sample: 1 } }],
])('lists and counts of %s links are those of a naive model (seed %i)', async (_, seed, limits) => {
  const random = createRandom(seed)
  await using api = await startApi(limits && { limits })
  const { shown, counted } = await writeLinks(api, random)
  expect((await readHotTargets(api.redis)).size).toBe(limits ? 1 : 0)

  for (let round = 0; round < 60; round++) {
    const query = randomQuery(random)
    const [links, all] = [
      linksOf(shown, query),
      linksOf(query.dids.length ? shown : counted, query),
    ]
    const limit = 1 + random.below(12)
    const note = JSON.stringify(query)

    for (const call of [CALLS, OLDER_CALLS]) {
      const asked = [...call.parametersOf(query), ['limit', String(limit)]] as const
      const records = await readPages<Page>(api, call.records, asked)
      const lists = records.map((page) => page.records ?? page.linking_records)
      expectFull(lists, limit)
      expect(lists.flat(), note).toEqual(links.map(recordOf))
      expect(new Set(records.map(({ total }) => total)), note).toEqual(new Set([all.length]))

      if (query.dids.length > 0) continue
      const dids = await readPages<DidsAnswer>(api, call.dids, asked)
      const didLists = dids.map((page) => page.linking_dids)
      expectFull(didLists, limit)
      expect(didLists.flat(), note).toEqual(authorsOf(links, query))
      const people = new Set(all.map(({ did }) => did)).size
      expect(new Set(dids.map(({ total }) => total)), note).toEqual(new Set([people]))

      for (const [path, total] of call.counts(all.length, people)) {
        const { json } = await api.get(addressOf(path, asked))
        expect(json, note).toEqual({ total })
      }
    }
  }
})

/** Links at times of their own; `g` is deactivated and counted, `h` is suspended and is not. */
async function writeLinks(api: TestApi, random: Random) {
  const made = Array.from({ length: 150 }, (_, index) => {
    const name = random.pick(NAMES)
    const field = random.pick([...FIELDS])
    const time = NOW - (150 - index) * 17 * 60_000
    const event = commit(name, COLLECTION, bodyOf(field), time)
    return { event, link: { did: didOf(name), rkey: event.commit.rkey, field, time } }
  })
  for (let at = 0; at < made.length; at += 40) {
    await api.apply(made.slice(at, at + 40).map(({ event }) => event))
  }
  const gone = made.filter(() => random.below(8) === 0)
  await api.apply(
    gone.map(({ event }) => {
      const { record, ...rest } = event.commit
      return { ...event, commit: { ...rest, operation: 'delete' } }
    }),
  )
  await api.apply([
    status('g', { active: false, status: 'deactivated' }, NOW),
    status('h', { active: false, status: 'suspended' }, NOW),
  ])
  const links = made.filter((each) => !gone.includes(each)).map(({ link }) => link)
  const counted = links.filter(({ did }) => did !== didOf('h'))
  return { counted, shown: counted.filter(({ did }) => did !== didOf('g')) }
}

function bodyOf(field: Link['field']): object {
  if (field === 'link') return { link: SUBJECT }
  return { many: [{ ...(field === 'many[t].uri' && { $type: 't' }), uri: SUBJECT }] }
}

function randomQuery(random: Random): Query {
  const time = () => (random.below(2) ? undefined : NOW - random.below(150 * 17) * 60_000)
  return {
    path: random.pick(Object.keys(PATHS) as Query['path'][]),
    dids: random.below(3) ? [] : [didOf(random.pick(NAMES)), didOf(random.pick(NAMES))],
    since: time(),
    until: time(),
    reverse: random.below(2) === 0,
  }
}

function linksOf(links: Link[], { path, dids, since = 0, until = NOW, reverse }: Query): Link[] {
  const found = links.filter(
    ({ did, field, time }) =>
      PATHS[path].includes(field) &&
      (dids.length === 0 || dids.includes(did)) &&
      time >= since &&
      time < until,
  )
  return found.sort((a, b) => (reverse ? a.time - b.time : b.time - a.time))
}

/** An account has the place of its first link. */
function authorsOf(links: Link[], { reverse }: Query): string[] {
  const oldestFirst = reverse ? links : links.toReversed()
  const dids = [...new Set(oldestFirst.map(({ did }) => did))]
  return reverse ? dids : dids.toReversed()
}

const recordOf = ({ did, rkey }: Link) => ({ did, collection: COLLECTION, rkey })

type Page = { total: number; cursor: string | null } & Record<
  'records' | 'linking_records',
  RecordsAnswer['records']
>

function optionsOf({ dids, since, until, reverse }: Query): Parameters {
  return [
    ...dids.map((did) => ['did', did] as const),
    ...(since === undefined ? [] : [['since', new Date(since).toISOString()] as const]),
    ...(until === undefined ? [] : [['until', new Date(until).toISOString()] as const]),
    ['reverse', String(reverse)],
  ]
}

const XRPC = '/xrpc/blue.microcosm.links.'

const CALLS = {
  records: `${XRPC}getBacklinks`,
  dids: `${XRPC}getBacklinkDids`,
  counts: (links: number) => [[`${XRPC}getBacklinksCount`, links] as const],
  parametersOf: (query: Query): Parameters => [
    ['subject', SUBJECT],
    ['source', `${COLLECTION}:${query.path}`],
    ...optionsOf(query),
  ],
}

const OLDER_CALLS = {
  records: '/links',
  dids: '/links/distinct-dids',
  counts: (links: number, people: number) => [
    ['/links/count', links] as const,
    ['/links/count/distinct-dids', people] as const,
  ],
  parametersOf: (query: Query): Parameters => [
    ['target', SUBJECT],
    ['collection', COLLECTION],
    ['path', `.${query.path}`],
    ...optionsOf(query),
  ],
}
