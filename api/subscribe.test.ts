import { setTimeout as sleep } from 'node:timers/promises'
import { keys } from '@orrery/shared/keys'
import { linksOf } from '@orrery/shared/links-of'
import { createRandom, type Random } from '@orrery/shared/random'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createKey } from './keys.ts'
import { type Answer, startApi } from './testing.ts'
import { commit, didOf, like, mention, status } from './testing-events.ts'
import {
  askForUpgrade,
  BEGINNING,
  type LinkMessage,
  type Message,
  PARTITIONS,
  startLive,
  subscribe,
  type TestClient,
  type TestLive,
} from './testing-live.ts'

let live: TestLive
beforeEach(async () => {
  live = await startLive()
})
afterEach(() => live[Symbol.asyncDispose]())

type Commit = ReturnType<typeof commit>

/** The same record's end. */
function deletionOf({ did, commit: { collection, rkey } }: Commit, time: number) {
  const { rev } = like('nobody', 'nobody', time).commit
  return {
    did,
    time_us: time * 1000,
    kind: 'commit',
    commit: { operation: 'delete', rev, collection, rkey },
  }
}

const record = ({ did, commit: { collection, rkey } }: Commit) =>
  `at://${did}/${collection}/${rkey}`
const endOf = (messages: Message[]) => messages.at(-1)

const NAMES = ['ann', 'bob', 'cat', 'dan', 'eve', 'fay']

function randomEvent(random: Random, time: number): Commit {
  const [author, other] = [random.pick(NAMES), random.pick(NAMES)]
  const kind = random.below(4)
  if (kind === 0) return like(author, other, time)
  if (kind === 1) return mention(author, other, 'hello', time)
  if (kind === 2) return commit(author, 'app.bsky.graph.follow', { subject: didOf(other) }, time)
  const links = ['https://a.example/x', 'https://a.example/y', 'https://b.example/'].slice(
    random.below(3),
  )
  return commit(author, 'com.example.page', { links, about: { did: didOf(other) } }, time)
}

function randomEvents(count: number, seed = 1): Commit[] {
  const random = createRandom(seed)
  const now = Date.now()
  return Array.from({ length: count }, (_, index) => randomEvent(random, now - count + index))
}

test('a link is told as Spacedust tells it, with its time and a cursor', async () => {
  const api = await live.startApi()
  using client = await subscribe(api, `instant=true&cursor=${BEGINNING}`)
  const made = like('ann', 'bob', Date.now())
  await live.publish([made])
  await client.until(({ length }) => length > 0)

  expect(client.messages).toEqual([
    {
      kind: 'link',
      origin: expect.stringMatching(/^(live|replay)$/),
      link: {
        operation: 'create',
        source: 'app.bsky.feed.like:subject.uri',
        source_record: record(made),
        source_rev: made.commit.rev,
        subject: `at://${didOf('bob')}/app.bsky.feed.post/3mmoojp7etg2g`,
      },
      time: new Date(made.time_us / 1000).toISOString(),
      cursor: expect.any(String),
    },
  ])
})

test('everyone is told what they want and nothing else, as a naive look at each link says', async () => {
  const random = createRandom(7)
  const api = await live.startApi()
  const some = (list: string[]) => list.filter(() => random.chance(0.2))
  const filters = Array.from({ length: 40 }, () => ({
    wantedSubjects: some([
      ...NAMES.map((name) => `at://${didOf(name)}/app.bsky.feed.post/3mmoojp7etg2g`),
      ...NAMES.map(didOf),
      'https://a.example/x',
    ]),
    wantedSubjectPrefixes: some([
      'https://',
      'https://a',
      'at://',
      `at://${didOf('ann')}`,
      'did:plc:b',
    ]),
    wantedSubjectDids: some(NAMES.map(didOf)),
    wantedSources: some([
      'app.bsky.feed.like:subject.uri',
      'app.bsky.graph.follow:subject',
      'com.example.page:links[]',
      'com.example.page:about.did',
    ]),
  }))
  const queries = filters.map((filter) => {
    const pairs = Object.entries(filter).flatMap(([name, list]) =>
      list.map((text): [string, string] => [name, text]),
    )
    return new URLSearchParams([...pairs, ['instant', 'true'], ['cursor', BEGINNING]]).toString()
  })
  const replayed = randomEvents(100, 2)
  const told = randomEvents(200, 3)
  await live.publish(replayed)
  const clients = await Promise.all(queries.map((query) => subscribe(api, query)))
  await live.publish(told)
  using all = await subscribe(api, `instant=true&cursor=${BEGINNING}`)
  const links = [...replayed, ...told].flatMap((event) =>
    linksOf(event.commit.record).links.map(({ path, target }) => ({
      source: `${event.commit.collection}:${path}`,
      subject: target.text,
      name: `${record(event)} ${path} ${target.text}`,
    })),
  )
  await all.until(({ length }) => length >= links.length)
  await sleep(200)

  for (const [index, client] of clients.entries()) {
    const { wantedSubjects, wantedSubjectPrefixes, wantedSubjectDids, wantedSources } =
      filters[index] ?? (filters[0] as (typeof filters)[0])
    const expected = links.filter(({ source, subject }) => {
      const lists = [wantedSubjects, wantedSubjectPrefixes, wantedSubjectDids]
      const fits =
        lists.every((list) => list.length === 0) ||
        wantedSubjects.includes(subject) ||
        wantedSubjectPrefixes.some((prefix) => subject.startsWith(prefix)) ||
        wantedSubjectDids.some((did) => subject === did || subject.startsWith(`at://${did}/`))
      return fits && (wantedSources.length === 0 || wantedSources.includes(source))
    })
    const names = client
      .links()
      .map(({ link }) => `${link.source_record} ${link.source.split(':')[1]} ${link.subject}`)
    expect(names.toSorted()).toEqual(expected.map(({ name }) => name).toSorted())
    client[Symbol.dispose]()
  }
})

test('an options_update replaces all that was wanted, and what was not given is not asked for', async () => {
  const api = await live.startApi()
  using client = await subscribe(api, `instant=true&wantedSources=app.bsky.feed.like:subject.uri`)
  using other = await subscribe(api, 'instant=true')
  const update = (payload: object) =>
    client.socket.send(JSON.stringify({ type: 'options_update', payload }))
  await untilOpen(other)
  update({ wantedSubjectDids: [didOf('bob')] })
  await sleep(100)
  await live.publish([like('ann', 'cat', Date.now()), mention('ann', 'bob', 'hi', Date.now())])
  await other.until(({ length }) => length >= 3)
  update({})
  await sleep(100)
  await live.publish([like('dan', 'eve', Date.now())])
  const told = () => client.links().map(({ link }) => link.subject.match(/plc:(...)/)?.[1])
  await client.until(() => told().includes('eve'))
  expect(told().filter((name) => name !== 'fay')).toEqual(['bob', 'eve'])
})

/** The feed is followed when a probe comes. */
async function untilOpen(client: Awaited<ReturnType<typeof subscribe>>): Promise<void> {
  while (client.messages.length === 0) {
    await live.publish([like('fay', 'fay', Date.now())])
    await sleep(50)
  }
}

test.each([
  ['not JSON', 'A message is not JSON.'],
  ['{"type":"hello"}', 'type: expected options_update.'],
  ['{"type":"options_update"}', 'payload: expected an object.'],
  [update({ wantedSubjectDids: ['bob'] }), 'wantedSubjectDids: expected DIDs.'],
  [update({ wantedSources: Array(1001).fill('a.b.c:d') }), 'wantedSources: expected at most 1000.'],
  [update({ wantedSubjects: Array(50_001).fill('a') }), 'wantedSubjects: expected at most 50000.'],
  [
    update({ wantedSubjectPrefixes: Array(101).fill('a') }),
    'wantedSubjectPrefixes: expected at most 100.',
  ],
  ['x'.repeat(10 * 2 ** 20 + 1), 'A message has at most 10 MiB.'],
])(
  'a message that is wrong is answered before the connection ends: %.40s',
  async (text, message) => {
    const api = await live.startApi()
    using client = await subscribe(api, 'instant=true')
    client.socket.send(text)

    expect(await client.ended).toBe(1008)
    expect(endOf(client.messages)).toMatchObject({
      kind: 'error',
      error: 'InvalidRequest',
      message,
    })
  },
)

function update(payload: object): string {
  return JSON.stringify({ type: 'options_update', payload })
}

test.each([
  ['instant=maybe', 'instant: expected true or false.'],
  ['wantedSources=likes', /^wantedSources: expected collection:path/],
  [`${'wantedSubjectPrefixes=a&'.repeat(101)}`, 'wantedSubjectPrefixes: expected at most 100.'],
  ['wantedOperations=update', 'wantedOperations: expected create, delete or both.'],
  ['cursor=nonsense', /^cursor: /],
  ['cursor=0-0&cursor=0-0', /^cursor: /],
  ['wantedSubjects=alice.example', /^wantedSubjects: expected the DID of alice.example/],
  ['wantedSubjectDids=alice.example', 'wantedSubjectDids: expected DIDs.'],
])('an address that is wrong is refused: %.40s', async (query, message) => {
  const api = await live.startApi()
  const answer = await askForUpgrade(`${api.url}/subscribe?${query}`)

  expect(answer.status).toBe(400)
  const expected = typeof message === 'string' ? message : expect.stringMatching(message)
  expect(answer.json).toEqual({ error: 'InvalidRequest', message: expected })
})

test('there is a WebSocket at no other address, and for no more than may be', async () => {
  const api = await live.startApi({ most: 1 })
  expect((await askForUpgrade(`${api.url}/live`)).status).toBe(404)
  expect((await askForUpgrade(`${api.url}//`)).status).toBe(404)
  using _ = await subscribe(api)
  for (const answer of [
    await askForUpgrade(`${api.url}/subscribe`),
    await fetch(`${api.url}/live`),
  ]) {
    expect(answer.status).toBe(503)
    expect(answer.headers.get('retry-after')).toBe('60')
  }
})

test('who does not ask for a WebSocket, or does so wrongly, is told so', async () => {
  const api = await live.startApi()
  const plain = await fetch(`${api.url}/subscribe`)
  expect([plain.status, plain.headers.get('upgrade')]).toEqual([426, 'websocket'])
  expect(await plain.json()).toMatchObject({ error: 'UpgradeRequired' })
  const wrong = await askForUpgrade(`${api.url}/subscribe`, { 'Sec-WebSocket-Version': '7' })
  expect(wrong).toMatchObject({ status: 400, json: { error: 'InvalidRequest' } })
})

test('it costs as any call does, and is refused before it becomes a WebSocket', async () => {
  await using api = await startApi({
    requestLimits: { quotas: { address: 8, key: 100 }, limitLoopback: true },
  })
  const address = `${api.url}/subscribe`
  const { text } = await createKey(api.redis, { name: 'a bot', quota: null }, Date.now())
  const standing = ({ status, headers }: Answer) => [status, headers.get('ratelimit-remaining')]

  expect(standing(await askForUpgrade(address, { 'X-API-Key': text }))).toEqual([101, '95'])
  expect(standing(await askForUpgrade(address, { 'X-API-Key': 'none' }))).toEqual([401, '3'])
  expect(standing(await askForUpgrade(`${address}?instant=maybe`))).toEqual([400, '0'])
  const refused = await askForUpgrade(address)
  expect(refused).toMatchObject({ status: 429, json: { error: 'RateLimitExceeded' } })
  expect(refused.headers.get('retry-after')).toMatch(/^[1-9]/)
  expect(standing(await askForUpgrade(address, { 'X-API-Key': text }))).toEqual([101, '90'])
})

test('a deleted record takes its links back, and what is told later never has them', async () => {
  const now = Date.now()
  const [early, kept] = [like('ann', 'bob', now - 60_000), like('ann', 'cat', now - 60_000)]
  await live.publish([early, kept], { at: now - 60_000 })
  const brief = like('ann', 'dan', now - 40_000)
  await live.publish([brief], { at: now - 40_000 })
  await live.publish([deletionOf(early, now - 30_000)], { at: now - 30_000 })
  await live.publish([deletionOf(brief, now - 25_000)], { at: now - 25_000 })
  const api = await live.startApi()
  const both = `cursor=${BEGINNING}&wantedOperations=create,delete`
  using later = await subscribe(api, both)
  using atOnce = await subscribe(api, `${both}&instant=true`)
  await atOnce.until(({ length }) => length >= 5)
  await later.until(({ length }) => length >= 3)

  const told = (links: LinkMessage[]) =>
    links.map(({ link }) => `${link.operation} ${link.source_record.split('/').at(-1)}`)
  const [first, second, third] = [early, kept, brief].map((event) => event.commit.rkey)
  expect(told(atOnce.links())).toEqual([
    `create ${first}`,
    `create ${second}`,
    `create ${third}`,
    `delete ${first}`,
    `delete ${third}`,
  ])
  expect(told(later.links())).toEqual([`create ${first}`, `create ${second}`, `delete ${first}`])
})

test('with an account that is deleted the links of its records go, those that are remembered', async () => {
  const now = Date.now()
  const old = [like('ann', 'bob', now - 60_000), mention('ann', 'cat', 'hi', now - 59_000)]
  await live.publish([...old, like('bob', 'cat', now - 58_000)], { at: now - 60_000 })
  const brief = like('ann', 'dan', now - 40_000)
  await live.publish([brief], { at: now - 40_000 })
  const end = status('ann', { active: false, status: 'deleted' }, now - 30_000)
  const again = like('ann', 'eve', now - 29_000)
  await live.publish([end, again, old[0] ?? {}, end], { at: now - 30_000, perEntry: 4 })
  await live.publish([status('bob', { active: false, status: 'deactivated' }, now)], { at: now })
  const api = await live.startApi()
  const both = 'wantedOperations=create,delete'
  using later = await subscribe(api, `${both}&cursor=${BEGINNING}`)
  using atOnce = await subscribe(api, `${both}&instant=true&cursor=${BEGINNING}`)
  const told = ({ links }: TestClient) =>
    links().map(({ link }) => `${link.operation} ${link.source_record}`)
  await atOnce.until(({ length }) => length >= 9)
  await later.until(({ length }) => length >= 5)
  await sleep(300)

  const made = (events: Commit[]) => events.map((event) => `create ${record(event)}`)
  const gone = (events: Commit[]) => events.map((event) => `delete ${record(event)}`)
  const bobs = told(atOnce).filter((text) => text.includes(didOf('bob')))
  expect(bobs).toHaveLength(1)
  expect(told(atOnce).filter((text) => !bobs.includes(text))).toEqual([
    ...made([...old, brief]),
    ...gone([...old, brief]),
    ...made([again]),
    ...gone([again]),
  ])
  expect(told(later).filter((text) => !bobs.includes(text))).toEqual([...made(old), ...gone(old)])
  for (const [index, { cursor }] of atOnce.links().entries()) {
    using back = await subscribe(api, `${both}&instant=true&cursor=${cursor}`)
    const rest = told(atOnce).slice(index + 1)
    await back.until(({ length }) => length >= rest.length)
    expect(told(back)).toEqual(rest)
  }
})

test('who is told later is told after 21 seconds', async () => {
  const api = await live.startApi()
  using later = await subscribe(api, `cursor=${BEGINNING}`)
  await sleep(300)
  const now = Date.now()
  const [old, fresh] = [like('ann', 'bob', now), like('ann', 'cat', now)]
  await live.publish([old], { at: now - 20_000 })
  await live.publish([fresh], { at: now })
  await later.until(({ length }) => length > 0)
  await sleep(300)
  expect(later.links().map(({ link }) => link.source_record)).toEqual([record(old)])
})

test('an event that comes again after a reconnect of the firehose is told once', async () => {
  const api = await live.startApi()
  using client = await subscribe(api, `instant=true&cursor=${BEGINNING}`)
  const events = randomEvents(50)
  await live.publish(events)
  await live.publish(events.slice(20))
  const last = like('ann', 'bob', Date.now() + 1000)
  await live.publish([last])
  await client.until(() => client.links().some(({ link }) => link.source_record === record(last)))
  await sleep(100)
  const all = [...events, last].flatMap((event) => linksOf(event.commit.record).links)
  expect(client.links()).toHaveLength(all.length)
})

test('who comes back with a cursor is told all once, also by another API or after a restart', async () => {
  const random = createRandom(5)
  const [one, other] = [await live.startApi(), await live.startApi()]
  const publishing = (async () => {
    for (let round = 0; round < 40; round++) {
      await live.publish(randomEvents(10, round + 10), { perEntry: 4 })
      await sleep(20)
    }
  })()
  const told: LinkMessage[] = []
  let cursor = BEGINNING
  for (let turn = 0; turn < 12; turn++) {
    const api = turn === 6 ? await live.startApi() : random.pick([one, other])
    using client = await subscribe(api, `instant=true&cursor=${cursor}`)
    const wanted = 1 + random.below(60)
    await client.until(({ length }) => length >= wanted || (turn > 8 && length > 0))
    const links = client.links().slice(0, wanted)
    told.push(...links)
    cursor = links.at(-1)?.cursor ?? cursor
  }
  await publishing
  using rest = await subscribe(one, `instant=true&cursor=${cursor}`)
  using all = await subscribe(one, `instant=true&cursor=${BEGINNING}`)
  await sleep(1000)
  told.push(...rest.links())

  const nameOf = ({ link }: LinkMessage) => `${link.source_record} ${link.source} ${link.subject}`
  expect(told.map(nameOf).toSorted()).toEqual(all.links().map(nameOf).toSorted())
  expect(all.links().length).toBeGreaterThan(400)
  expect([...rest.messages, ...all.messages].filter(({ kind }) => kind !== 'link')).toEqual([])
})

test('who reads slowly is told at that pace and misses nothing', async () => {
  const api = await live.startApi()
  using slow = await subscribe(api, 'instant=true')
  await untilOpen(slow)
  slow.socket.pause()
  const before = slow.messages.length
  await publishLarge(4)
  using quick = await subscribe(api, `instant=true&cursor=${BEGINNING}`)
  await publishLarge(4)
  await quick.until(({ length }) => length >= 8 * LARGE + before)
  expect(slow.messages).toHaveLength(before)

  slow.socket.resume()
  await slow.until(({ length }) => length >= 8 * LARGE + before)
  const large = ({ links }: TestClient) => namesOf(links()).slice(-8 * LARGE)
  expect(large(slow)).toEqual(large(quick))
})

test('who falls behind what is remembered is told so, and what is missing', async () => {
  const api = await live.startApi({ capacity: 3 * LARGE })
  using slow = await subscribe(api, 'instant=true')
  await untilOpen(slow)
  slow.socket.pause()
  await publishLarge(8)
  using quick = await subscribe(api, `instant=true&wantedSubjects=at://none`)
  await publishLarge(4)
  slow.socket.resume()
  expect(await slow.ended).toBe(1013)
  const last = endOf(slow.messages)
  expect(last).toMatchObject({ kind: 'error', error: 'TooSlow' })
  expect(last?.cursor).toBe(slow.links().at(-1)?.cursor)
  expect(quick.socket.readyState).toBe(quick.socket.OPEN)

  using back = await subscribe(api, `instant=true&cursor=${last?.cursor}`)
  await back.until(({ length }) => length > LARGE)
  expect(back.messages[0]).toMatchObject({ kind: 'gap', cursor: last?.cursor })
  expect(namesOf(back.links())).not.toContain(namesOf(slow.links()).at(-1))
})

const LARGE = 900

/** Events with links that take megabytes to tell. */
async function publishLarge(count: number): Promise<void> {
  const address = (index: number) => `https://a.example/${index}/${'x'.repeat(4000)}`
  const links = Array.from({ length: LARGE }, (_, index) => address(index))
  for (let event = 0; event < count; event++) {
    await live.publish([commit('ann', 'com.example.page', { links }, Date.now())])
  }
}

function namesOf(links: LinkMessage[]): string[] {
  return links.map(({ link }) => `${link.source_record} ${link.subject.slice(0, 25)}`)
}

test('a cursor that goes further back than the streams is told what is missing, once', async () => {
  await live.publish(randomEvents(40))
  for (let partition = 0; partition < PARTITIONS; partition++) {
    await live.redis.xTrim(keys.events(partition), 'MAXLEN', 2)
  }
  const api = await live.startApi()
  using client = await subscribe(api, `instant=true&cursor=${BEGINNING}`)
  await client.until(({ length }) => length >= 8)
  expect(client.messages.map(({ kind }) => kind).indexOf('gap')).toBe(0)

  const cursor = endOf(client.messages)?.cursor
  using back = await subscribe(api, `instant=true&cursor=${cursor}`)
  await live.publish([like('ann', 'bob', Date.now() + 1000)])
  await back.until(({ length }) => length > 0)
  expect(back.messages).toMatchObject([{ kind: 'link' }])
})

test('a Redis that was away is followed again, and what it lost is told', async () => {
  const api = await live.startApi()
  using client = await subscribe(api, 'instant=true')
  await untilOpen(client)
  await live.server.crash()
  while (!live.redis.isReady) await sleep(20)
  await client.until((messages) => messages.some(({ kind }) => kind === 'gap'))
  const probe = like('ann', 'bob', Date.now() + 1000)
  await live.publish([probe])
  await client.until(() => client.links().some(({ link }) => link.source_record === record(probe)))
})

test('of accounts that have opted out nothing is told, nor what links to them', async () => {
  const post = commit('ann', 'app.bsky.feed.post', { text: 'bye #orrery-optout' }, Date.now())
  await live.publish([like('bob', 'cat', Date.now()), like('ann', 'cat', Date.now()), post])
  await live.index()
  const api = await live.startApi()
  using client = await subscribe(api, `instant=true&cursor=${BEGINNING}`)
  await client.until(({ length }) => length > 0)
  const [toldAgain, comes] = [like('bob', 'ann', Date.now()), like('bob', 'dan', Date.now())]
  await live.publish([like('ann', 'bob', Date.now()), toldAgain, comes])
  await client.until(() => client.links().some(({ link }) => link.source_record === record(comes)))
  expect(client.links()).toHaveLength(2)
})

test('at the end of the API everybody is told, and where to go on', async () => {
  const api = await live.startApi()
  using client = await subscribe(api, 'instant=true')
  await untilOpen(client)
  await api[Symbol.asyncDispose]()

  expect(await client.ended).toBe(1012)
  const cursor = endOf(client.messages)?.cursor
  expect(endOf(client.messages)).toMatchObject({ kind: 'error', error: 'Restarting' })
  const made = like('dan', 'eve', Date.now() + 1000)
  await live.publish([made])
  using back = await subscribe(await live.startApi(), `instant=true&cursor=${cursor}`)
  await back.until(({ length }) => length > 0)
  expect(back.links().map(({ link }) => link.source_record)).toEqual([record(made)])
})

test('who does not answer a ping is told so and let go', async () => {
  const api = await live.startApi({ pingSeconds: 0.3 })
  using client = await subscribe(api)
  client.socket.pong = () => {}
  await client.ended
  expect(endOf(client.messages)).toMatchObject({ kind: 'error', error: 'NoPong' })
})
