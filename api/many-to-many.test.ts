import { createRandom, type Random } from '@orrery/shared/random'
import { expect, test } from 'vitest'
import type { OtherCount, OtherCountsAnswer } from './many-to-many-counts.ts'
import type { ItemsAnswer } from './many-to-many-items.ts'
import { startApi, type TestApi } from './testing.ts'
import { commit, didOf, status } from './testing-events.ts'
import { expectFull, type Parameters, readPages } from './testing-pages.ts'

const NOW = Date.now()
const COLLECTION = 'com.example.list'
const NAMES = ['b', 'c', 'd', 'e', 'f', 'g']
const TARGETS = [
  didOf('alice'),
  `at://${didOf('alice')}/app.bsky.feed.post/3mmoojp7etg2g`,
  `at://${didOf('bob')}/app.bsky.graph.list/self`,
  'https://a.example',
  'https://b.example',
]
/** Paths as they are asked for, and the paths that this means. */
const PATHS = {
  'of[].uri': ['of[].uri'],
  'of[*].uri': ['of[].uri', 'of[t].uri'],
  'with[]': ['with[]'],
}

/** A record as the naive model keeps it: its links by path, in the order they stand in it. */
type Record = { did: string; rkey: string; time: number; links: { path: string; to: string }[] }
type Query = {
  subject: string
  source: keyof typeof PATHS
  other: keyof typeof PATHS
  dids: string[]
  others: string[]
  since: number
  reverse: boolean
}

test.each([
  ['few', 1, undefined],
  ['few', 2, undefined],
  ['very many', 3, { hot: { links: 20, sample: 1 } }],
  ['very many', 4, { hot: { links: 5, sample: 1 } }],
])('joins of %s links are those of a naive model (seed %i)', async (_, seed, limits) => {
  const random = createRandom(seed)
  await using api = await startApi(limits && { limits })
  const records = await writeRecords(api, random)

  for (let round = 0; round < 60; round++) {
    const query = randomQuery(random)
    const expected = itemsOf(records, query)
    const limit = 1 + random.below(9)
    expect(await readItems(api, query, limit), JSON.stringify(query)).toEqual(expected)
    expect(await readCounts(api, query, limit), JSON.stringify(query)).toEqual(
      countsOf(expected, query),
    )
  }
})

/** Writes records, changes and deletes some, and hides an account; gives what is to be seen. */
async function writeRecords(api: TestApi, random: Random): Promise<Record[]> {
  const made = Array.from({ length: 120 }, (_, index) => {
    const name = random.pick(NAMES)
    const time = NOW - (200 - index) * 60_000
    return { name, event: commit(name, COLLECTION, randomRecord(random), time), time }
  })
  await api.apply(made.map(({ event }) => event))
  const gone = new Set(made.filter(() => random.below(10) === 0))
  const changed = made.filter((each) => !gone.has(each) && random.below(10) === 0)
  await api.apply(
    Array.from(gone, ({ event }) => {
      const { record, ...rest } = event.commit
      return { ...event, commit: { ...rest, operation: 'delete' } }
    }),
  )
  const updates = changed.map(({ name, event }, index) => {
    const time = NOW - (50 - index) * 60_000
    const later = commit(name, COLLECTION, randomRecord(random), time)
    const { rkey } = event.commit
    return { event: { ...later, commit: { ...later.commit, operation: 'update', rkey } }, time }
  })
  await api.apply(updates.map(({ event }) => event))
  await api.apply([status('g', { active: false, status: 'deactivated' }, NOW)])

  const rest = made.filter((each) => !gone.has(each) && !changed.includes(each))
  return [...rest, ...updates]
    .filter(({ event }) => event.did !== didOf('g'))
    .map(({ event: { did, commit }, time }) => {
      return { did, rkey: commit.rkey, time, links: linksIn(commit.record as Body) }
    })
}

type Body = { of: { $type?: string; uri: string }[]; with: string[] }

function randomRecord(random: Random): Body {
  const few = () => Array.from({ length: random.below(4) }, () => random.pick(TARGETS))
  return {
    of: few().map((uri) => (random.below(3) === 0 ? { $type: 't', uri } : { uri })),
    with: few(),
  }
}

/** Each path and target once, in the place where it stands first. */
function linksIn(body: Body): Record['links'] {
  const links = [
    ...body.of.map(({ $type = '', uri }) => ({ path: `of[${$type}].uri`, to: uri })),
    ...body.with.map((to) => ({ path: 'with[]', to })),
  ]
  return [...new Map(links.map((link) => [`${link.path} ${link.to}`, link])).values()]
}

function randomQuery(random: Random): Query {
  const names = Object.keys(PATHS) as Query['source'][]
  const some = <Value>(values: Value[]) =>
    random.below(3) > 0 ? [] : [random.pick(values), random.pick(values)]
  return {
    subject: random.pick(TARGETS),
    source: random.pick(names),
    other: random.pick(names),
    dids: some([...NAMES.map(didOf), didOf('nobody')]),
    others: some([...TARGETS, 'https://nobody.example', 'nonsense']),
    since: random.below(2) === 0 ? 0 : NOW - random.below(200) * 60_000,
    reverse: random.below(2) === 0,
  }
}

function itemsOf(records: Record[], query: Query) {
  return records
    .filter(({ did, time, links }) => {
      const isAsked = query.dids.length === 0 || query.dids.includes(did)
      const linksTo = links.some(
        ({ path, to }) => to === query.subject && PATHS[query.source].includes(path),
      )
      return isAsked && linksTo && time >= query.since
    })
    .sort((a, b) => (query.reverse ? b.time - a.time : a.time - b.time))
    .flatMap(({ did, rkey, links }) =>
      links
        .filter(({ path }) => PATHS[query.other].includes(path))
        .filter(({ to }) => query.others.length === 0 || query.others.includes(to))
        .map(({ to }) => ({ linkRecord: { did, collection: COLLECTION, rkey }, otherSubject: to })),
    )
}

/** Of each record only the first item counts. */
function countsOf(items: ReturnType<typeof itemsOf>, { reverse }: Query): OtherCount[] {
  const firsts = new Map(
    items.toReversed().map((item) => [`${item.linkRecord.did} ${item.linkRecord.rkey}`, item]),
  )
  const groups = Map.groupBy(firsts.values(), ({ otherSubject }) => otherSubject)
  const counts = Array.from(groups, ([subject, group]) => {
    const dids = new Set(group.map(({ linkRecord }) => linkRecord.did))
    return { subject, total: group.length, distinct: dids.size }
  })
  counts.sort((a, b) => (a.subject < b.subject ? -1 : 1))
  return reverse ? counts.toReversed() : counts
}

const XRPC = '/xrpc/blue.microcosm.links.'

async function readItems(api: TestApi, query: Query, limit: number) {
  const asked = [...parametersOf(query, 'linkDid'), ['limit', String(limit)]] as const
  const pages = await readPages<ItemsAnswer>(api, `${XRPC}getManyToMany`, asked)
  const lists = pages.map(({ items }) => items)
  expectFull(lists, limit)
  return lists.flat()
}

async function readCounts(api: TestApi, query: Query, limit: number) {
  const asked = [...parametersOf(query, 'did'), ['limit', String(limit)]] as const
  const pages = await readPages<OtherCountsAnswer>(api, `${XRPC}getManyToManyCounts`, asked)
  const lists = pages.map((page) => page.counts_by_other_subject)
  expectFull(lists, limit)
  return lists.flat()
}

function parametersOf(query: Query, did: 'did' | 'linkDid'): Parameters {
  return [
    ['subject', query.subject],
    ['source', `${COLLECTION}:${query.source}`],
    ['pathToOther', query.other],
    ...query.dids.map((each) => [did, ` ${each} `] as const),
    ...query.others.map((each) => ['otherSubject', each] as const),
    ['since', new Date(query.since).toISOString()],
    ['reverse', String(query.reverse)],
  ]
}

test.each(['delete', 'update'])(
  'a page goes on behind a record that was there for its first links (%s between pages)',
  async (operation) => {
    await using api = await startApi()
    const body = { of: [{ uri: 'https://a.example' }], with: TARGETS }
    const records = ['b', 'c'].map((name, index) =>
      commit(name, COLLECTION, body, NOW - 9000 + index),
    )
    await api.apply(records)
    const asked = [
      ['subject', 'https://a.example'],
      ['source', `${COLLECTION}:of[].uri`],
      ['pathToOther', 'with[]'],
      ['limit', '2'],
    ] as const
    const pages = await readPages<ItemsAnswer>(api, `${XRPC}getManyToMany`, asked, async () => {
      const [first] = records
      if (!first) throw new Error('there are two records')
      const { record, ...rest } = first.commit
      const later = { ...rest, operation, ...(operation === 'update' && { record }) }
      const { rev } = commit('b', COLLECTION, {}, NOW).commit
      await api.apply([{ ...first, time_us: NOW * 1000, commit: { ...later, rev } }])
    })
    const items = pages.flatMap((page) => page.items)

    const [b, c] = [didOf('b'), didOf('c')]
    const again = operation === 'update' ? TARGETS.map(() => b) : []
    expect(items.map(({ linkRecord }) => linkRecord.did)).toEqual([
      b,
      b,
      ...TARGETS.map(() => c),
      ...again,
    ])
  },
)
