import { type NetworkEvent, readEvent } from '@orrery/shared/event'
import { claimLayout } from '@orrery/shared/layout'
import { createRandom, type Random } from '@orrery/shared/random'
import { openStore } from '@orrery/shared/store'
import { expect, test } from 'vitest'
import { openAccountSketches } from '../indexer/account-sketches.ts'
import { openEventCounter } from '../indexer/count-events.ts'
import { openSampleKeeper } from '../indexer/samples.ts'
import { sumCollections } from '../scheduler/collections.ts'
import { startApi, type TestApi } from './testing.ts'
import { startAppView } from './testing-appview.ts'
import { addressOf, expectFull, type Parameters, readPages } from './testing-pages.ts'

const HOUR = 3_600_000
const PARTITIONS = 4
const SPAN = 6 * 24
const NOW = Math.floor(Date.now() / HOUR) * HOUR + 100_000
const START = Math.floor(NOW / HOUR) - SPAN
const OPERATIONS = ['create', 'update', 'delete'] as const
const NAMES = [
  'app.bsky.feed.like',
  'app.bsky.feed.post',
  'app.bsky.feed',
  'app.bsky.graph.follow',
  'app.bsky.labeler',
  'app.bskyish.other',
  'com.Example.thing',
  ...Array.from({ length: 20 }, (_, n) => `com.example${n % 7}.kind${n}.record`),
]
const ORDERS = [undefined, 'records-created', 'dids-estimate'] as const

type Done = { name: string; operation: (typeof OPERATIONS)[number]; did: string; hour: number }
type Counts = { creates: number; updates: number; deletes: number; dids_estimate: number }
type Child = Counts & { type: string; nsid?: string; prefix?: string }
type Collections = { collections: (Counts & { nsid: string })[]; cursor: string | null }
type Prefix = { total: Counts; children: Child[]; cursor: string | null }

test.each([1, 2])(
  'lists are those of a naive model, page by page in every order (seed %d)',
  async (seed) => {
    await using api = await startApi({ clock: () => NOW })
    const random = createRandom(seed)
    const done = await countRandomly(api, random)

    for (let round = 0; round < 60; round++) {
      const order = random.pick([...ORDERS])
      const limit = 1 + random.below(12)
      const { within, parameters } = randomSpan(random, done)
      const asked: Parameters = [
        ...parameters,
        ['limit', String(limit)],
        ...(order ? [['order', order] as const] : []),
      ]
      const pages = await readPages<Collections>(api, '/collections', asked)
      const lists = pages.map(({ collections }) => collections)
      expectFull(lists, limit)
      const all = naiveNames(within).map((nsid) => ({ nsid, ...naiveOf(within, [nsid]) }))
      expect(lists.flat(), JSON.stringify(asked)).toEqual(sorted(all, order, ({ nsid }) => nsid))

      const prefix = random.pick(['app.bsky', 'app.bsky.feed', 'com.example3', 'com.none'])
      const children = await readPages<Prefix>(api, '/prefix', [...asked, ['prefix', prefix]])
      const childLists = children.map((page) => page.children)
      expectFull(childLists, limit)
      const expected = sorted(naiveChildren(within, prefix), order, (child) => nameOf(child))
      expect(childLists.flat()).toEqual(expected)
      const below = naiveNames(within).filter((name) => name.startsWith(`${prefix}.`))
      for (const { total } of children) expect(total).toEqual(naiveOf(within, below))
    }
  },
)

test('statistics and series are those of a naive model', async () => {
  await using api = await startApi({ clock: () => NOW })
  const random = createRandom(3)
  const done = await countRandomly(api, random)
  for (let round = 0; round < 30; round++) {
    const names = [random.pick(NAMES), random.pick(NAMES), 'com.never.seen']
    const { within, parameters, from, to } = randomSpan(random, done)
    const asked: Parameters = [...parameters, ...names.map((name) => ['collection', name] as const)]
    const stats = await api.get(addressOf('/collections/stats', asked))
    expect(stats.json).toEqual(
      Object.fromEntries(names.map((name) => [name, naiveOf(within, [name])])),
    )

    const step = 1 + random.below(30)
    const seconds = step * 3600 + random.below(3600)
    const { json } = await api.get(addressOf('/timeseries', [...asked, ['step', String(seconds)]]))
    const starts: number[] = []
    for (let hour = from; hour < to; hour += step) starts.push(hour)
    expect(json).toEqual({
      range: starts.map((hour) => new Date(hour * HOUR).toISOString()),
      series: Object.fromEntries(
        names.map((name) => [
          name,
          starts.map((start) => {
            const end = Math.min(start + step, to)
            return naiveOf(
              done.filter(({ hour }) => hour >= start && hour < end),
              [name],
            )
          }),
        ]),
      ),
    })
  }
})

test('a list that is read page by page stays as it was, whatever is counted meanwhile', async () => {
  let now = NOW
  await using api = await startApi({ clock: () => now })
  await count(api, 0, '1-0', [
    ...Array.from({ length: 9 }, (_, n) => create(`a.b.c${n}`, NOW - 60_000 + n)),
    ...Array.from({ length: 9 }, (_, n) => create('a.b.c0', NOW - 50_000 + n)),
  ])
  const asked: Parameters = [
    ['order', 'records-created'],
    ['limit', '4'],
  ]
  const pages = await readPages<Collections>(api, '/collections', asked, async () => {
    now += 5 * 60_000
    const more = Array.from({ length: 20 }, (_, n) => create('a.b.c7', NOW + n))
    await count(api, 0, '2-0', more)
  })
  const names = pages.flatMap(({ collections }) => collections.map(({ nsid }) => nsid))
  expect(names).toEqual(Array.from({ length: 9 }, (_, n) => `a.b.c${n}`))
  const fresh = await api.get(addressOf('/collections', asked))
  expect((fresh.json as Collections).collections[0]).toMatchObject({ nsid: 'a.b.c7', creates: 21 })
})

test('a search finds names by any of its words in any case, in their order', async () => {
  await using appView = await startAppView({})
  await using api = await startApi({ clock: () => NOW, appViewUrl: appView.url })
  const events = NAMES.map((name, n) => create(name, NOW - 60_000 + n))
  await count(api, 0, '1-0', events)
  const search = async (q: string) => {
    const { json } = await api.get(addressOf('/search', [['q', q]]))
    const { matches } = json as { matches: (Counts & { nsid: string })[] }
    return matches
  }
  const found = await search('  THING bsky.feed. ')
  expect(found.map(({ nsid }) => nsid)).toEqual([
    'app.bsky.feed.like',
    'app.bsky.feed.post',
    'com.Example.thing',
  ])
  expect(found[0]).toEqual({
    nsid: 'app.bsky.feed.like',
    creates: 1,
    updates: 0,
    deletes: 0,
    dids_estimate: 1,
  })
  expect(await search('example')).toHaveLength(16)
  expect(await search('nowhere')).toEqual([])
})

test('records are samples, newest first, of the named collections or of all', async () => {
  await using api = await startApi({ clock: () => NOW })
  const layout = await claimLayout(api.redis, { partitions: PARTITIONS, bucketHours: 1 })
  for (let partition = 0; partition < PARTITIONS; partition++) {
    const keeper = await openSampleKeeper(api.redis, partition, layout.partitions)
    const events = Array.from({ length: 6 }, (_, n) =>
      create(
        n % 2 ? 'a.b.c' : 'a.b.d',
        NOW - 1000 + n * 10 + partition,
        `did:web:p${partition}.example`,
        `r${n}`,
      ),
    )
    await keeper.apply(events, NOW)
  }
  const { json } = await api.get('/records?collection=a.b.c,a.b.x')
  const records = json as { rkey: string; time_us: number }[]
  expect(records).toHaveLength(12)
  expect(records[0]).toEqual({
    did: 'did:web:p3.example',
    collection: 'a.b.c',
    rkey: 'r5',
    record: {},
    time_us: (NOW - 1000 + 53) * 1000,
  })
  const times = records.map(({ time_us }) => time_us)
  expect(times).toEqual(times.toSorted((a, b) => b - a))
  expect((await api.get('/records')).json).toHaveLength(24)
})

test('before anything is counted every answer is empty', async () => {
  await using api = await startApi({ clock: () => NOW })
  const nothing = { creates: 0, updates: 0, deletes: 0, dids_estimate: 0 }
  expect((await api.get('/collections')).json).toEqual({ collections: [], cursor: null })
  expect((await api.get('/prefix?prefix=a.b')).json).toEqual({
    total: nothing,
    children: [],
    cursor: null,
  })
  expect((await api.get('/collections/stats?collection=a.b.c')).json).toEqual({ 'a.b.c': nothing })
  expect((await api.get('/records')).json).toEqual([])
  expect((await api.get('/meta')).json).toMatchObject({
    storage_name: 'redis',
    consumer: { jetstream: { latest_cursor: null, rollup_cursor: null } },
  })
})

const later = new Date(NOW + 3 * HOUR).toISOString()

test.each([
  ['/collections?limit=0', 'limit'],
  ['/collections?limit=201', 'limit'],
  ['/collections?order=name', 'order'],
  ['/collections?cursor=zz', 'cursor'],
  ['/collections?since=yesterday', 'since'],
  ['/collections?since=1969-12-31T23:00:00Z', 'since'],
  [`/collections?until=${later}`, 'until'],
  ['/collections/stats', 'collection'],
  ['/collections/stats?collection=nonsense', 'collection'],
  ['/prefix', 'prefix'],
  ['/prefix?prefix=app', 'prefix'],
  ['/prefix?prefix=app.bsky.', 'prefix'],
  ['/timeseries?collection=a.b.c&step=60', 'step'],
  ['/timeseries?collection=a.b.c&step=3600&since=2020-01-01T00:00:00Z', 'step'],
  ['/timeseries?collection=a.b', 'collection'],
  ['/records?collection=a.b', 'collection'],
])('%s is refused in one sentence that names %s, readable from any origin', async (path, name) => {
  await using api = await startApi({ clock: () => NOW })
  const { status, json, headers } = await api.get(path)
  expect(status).toBe(400)
  expect(json).toMatchObject({ error: 'InvalidRequest', message: expect.stringContaining(name) })
  expect(headers.get('access-control-allow-origin')).toBe('*')
})

test('the cursor of a list in another order is refused', async () => {
  await using api = await startApi({ clock: () => NOW })
  await count(
    api,
    0,
    '1-0',
    NAMES.map((nsid, n) => create(nsid, NOW - 60_000 + n)),
  )
  const { json } = await api.get('/collections?limit=3')
  const { cursor } = json as Collections
  for (const path of ['/collections?order=records-created', '/prefix?prefix=app.bsky']) {
    const { status } = await api.get(`${path}${path.includes('?') ? '&' : '?'}cursor=${cursor}`)
    expect(status).toBe(400)
  }
})

async function count(api: TestApi, partition: number, id: string, events: NetworkEvent[]) {
  await claimLayout(api.redis, { partitions: PARTITIONS, bucketHours: 1 })
  const counter = await openEventCounter(api.redis, partition, openAccountSketches())
  await counter.count([{ id, events }], NOW)
}

/** Six days of random events in all partitions; some hours are summed up and some are not. */
async function countRandomly(api: TestApi, random: Random): Promise<Done[]> {
  const layout = await claimLayout(api.redis, { partitions: PARTITIONS, bucketHours: 1 })
  const store = openStore(api.redis, layout, 48)
  const sketches = openAccountSketches()
  const open = Array.from({ length: PARTITIONS }, (_, p) =>
    openEventCounter(api.redis, p, sketches),
  )
  const counters = await Promise.all(open)
  const done: Done[] = []
  const total = 500
  for (let index = 0; index < total; index++) {
    const time = (START + (index / total) * SPAN) * HOUR + 1
    const events = Array.from({ length: 1 + random.below(5) }, (_, n) => {
      const each: Done = {
        name: random.pick(random.below(2) ? NAMES.slice(0, 4) : NAMES),
        operation: random.pick(OPERATIONS),
        did: `did:web:account-${random.below(25)}.example`,
        hour: Math.floor(time / HOUR),
      }
      done.push(each)
      return eventOf(each.name, each.operation, each.did, time + n)
    })
    await counters[random.below(PARTITIONS)]?.count([{ id: `${index + 1}-0`, events }], NOW)
    if (index === total - 50) await sumCollections(store, NOW, new AbortController().signal)
  }
  return done
}

/** What lies in a random span, whose ends are no whole hours. */
function randomSpan(random: Random, done: Done[]) {
  const from = START - 5 + random.below(SPAN)
  const to = Math.min(from + random.below(SPAN), START + SPAN + 2)
  const within = done.filter(({ hour }) => hour >= from && hour < to)
  const iso = (time: number) => new Date(time).toISOString()
  const parameters: [string, string][] = [
    ['since', iso(from * HOUR + random.below(HOUR))],
    ['until', iso(Math.max(from, to - 1) * HOUR + 1 + random.below(HOUR - 1))],
  ]
  const end = Math.max(to, from + 1)
  const inEnd = done.filter(({ hour }) => hour >= from && hour < end)
  return { within: to === end ? within : inEnd, parameters, from, to: end }
}

function naiveNames(done: Done[]): string[] {
  return [...new Set(done.map(({ name }) => name))]
}

function naiveOf(done: Done[], names: string[]): Counts {
  const own = done.filter(({ name }) => names.includes(name))
  const of = (wanted: string) => own.filter(({ operation }) => operation === wanted).length
  return {
    creates: of('create'),
    updates: of('update'),
    deletes: of('delete'),
    dids_estimate: new Set(own.map(({ did }) => did)).size,
  }
}

function naiveChildren(done: Done[], prefix: string): Child[] {
  const depth = prefix.split('.').length
  const below = naiveNames(done).filter((name) => name.startsWith(`${prefix}.`))
  const direct = below.filter((name) => name.split('.').length === depth + 1)
  const groups = new Set(
    below
      .filter((name) => name.split('.').length > depth + 1)
      .map((name) =>
        name
          .split('.')
          .slice(0, depth + 1)
          .join('.'),
      ),
  )
  const ofGroup = (group: string) => below.filter((name) => name.startsWith(`${group}.`))
  return [
    ...direct.map((nsid) => ({ type: 'collection', nsid, ...naiveOf(done, [nsid]) })),
    ...[...groups].map((group) => ({
      type: 'prefix',
      prefix: group,
      ...naiveOf(done, ofGroup(group)),
    })),
  ]
}

function nameOf({ nsid, prefix }: Child): string {
  return nsid ?? `${prefix} `
}

function sorted<Row extends Counts>(
  rows: Row[],
  order: (typeof ORDERS)[number],
  name: (row: Row) => string,
): Row[] {
  const value = (row: Row) => {
    if (order === undefined) return 0
    return order === 'records-created' ? row.creates : row.dids_estimate
  }
  return rows.toSorted((a, b) => value(b) - value(a) || (name(a) < name(b) ? -1 : 1))
}

function create(name: string, time: number, did = 'did:web:a.example', rkey = 'r'): NetworkEvent {
  return eventOf(name, 'create', did, time, rkey)
}

function eventOf(collection: string, operation: string, did: string, time: number, rkey = 'r') {
  const commit = { operation, rev: 'a', collection, rkey, record: {} }
  const read = readEvent(
    JSON.stringify({ did, time_us: Math.round(time * 1000), kind: 'commit', commit }),
  )
  if ('reason' in read) throw new Error(read.reason)
  return read.event
}
