import { setTimeout as sleep } from 'node:timers/promises'
import { keys } from '@orrery/shared/keys'
import { createRandom } from '@orrery/shared/random'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { commit, didOf, like, mention, reply, repost, status } from './testing-events.ts'
import { startLive, type TestLive } from './testing-live.ts'

let live: TestLive
beforeEach(async () => {
  live = await startLive()
})
afterEach(() => live[Symbol.asyncDispose]())

const ALICE = didOf('alice')

type Totals = { sent: { total: number }; received: { total: number } }
type Told = { totals: Totals; by?: number; partners?: unknown[] }
type ToldEvent = { event: string; id: string | undefined; data: Told }

/** A client that keeps the events it is told. */
async function follow(url: string, lastId?: string) {
  const over = new AbortController()
  const headers = lastId === undefined ? {} : { 'Last-Event-ID': lastId }
  const response = await fetch(url, { headers, signal: over.signal })
  const events: ToldEvent[] = []
  const text: string[] = []
  const ended = (async () => {
    if (!response.body) return
    let rest = ''
    for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
      const blocks = (rest + chunk).split('\n\n')
      rest = blocks.pop() ?? ''
      text.push(...blocks)
      for (const block of blocks) {
        const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1]
        const data = field('data')
        if (data)
          events.push({ event: field('event') ?? '', id: field('id'), data: JSON.parse(data) })
      }
    }
  })().catch(() => {})
  return {
    response,
    events,
    text,
    ended,
    of: (name: string) => events.filter(({ event }) => event === name).map(({ data }) => data),
    async until(check: (events: ToldEvent[]) => boolean) {
      for (let waited = 0; !check(events); waited += 10) {
        if (waited > 15_000) throw new Error(`still ${JSON.stringify(events.slice(-3))}`)
        await sleep(10)
      }
    },
    [Symbol.dispose]: () => over.abort(),
  }
}

function randomEvents(count: number, seed: number) {
  const random = createRandom(seed)
  const now = Date.now()
  return Array.from({ length: count }, (_, index) => {
    const names = ['alice', 'bob', 'cat', 'dan']
    const [author, other] = [random.pick(names), random.pick(names)]
    const make = random.pick([like, repost])
    const time = now - count + index
    if (random.chance(0.5)) return make(author, other, time)
    return random.pick([reply, mention])(author, other, 'hello', time)
  })
}

test('an account is told its counts, and each change of them as it comes', async () => {
  await live.publish([like('alice', 'bob', Date.now()), reply('bob', 'alice', 'hi', Date.now())])
  await live.index()
  const api = await live.startApi()
  using client = await follow(`${api.url}/live/${ALICE}`)
  expect(client.response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
  await client.until(({ length }) => length > 0)
  expect(client.events).toEqual([
    {
      event: 'snapshot',
      id: expect.any(String),
      data: {
        did: ALICE,
        handle: null,
        since: expect.any(String),
        totals: {
          sent: expect.objectContaining({ like: 1, total: 1 }),
          received: expect.objectContaining({ reply: 1, total: 1 }),
        },
        partners: [{ did: didOf('bob'), sent: 1, received: 1 }],
      },
    },
  ])

  const made = like('cat', 'alice', Date.now())
  await live.publish([like('bob', 'dan', Date.now()), made])
  await client.until(({ length }) => length > 1)
  expect(client.of('change')).toEqual([
    {
      partner: didOf('cat'),
      type: 'like',
      direction: 'received',
      by: 1,
      at: new Date(made.time_us / 1000).toISOString(),
      partnerTotals: { sent: 0, received: 1 },
      totals: {
        sent: expect.objectContaining({ total: 1 }),
        received: expect.objectContaining({ like: 1, total: 2 }),
      },
    },
  ])
  const { did, commit } = made
  const deletion = {
    operation: 'delete',
    rev: like('x', 'x', Date.now()).commit.rev,
    collection: commit.collection,
    rkey: commit.rkey,
  }
  await live.publish([{ did, time_us: Date.now() * 1000, kind: 'commit', commit: deletion }])
  await client.until(({ length }) => length > 2)
  expect(client.of('change')[1]).toMatchObject({ by: -1, partnerTotals: { received: 0 } })
})

test('counts are exact however far the indexer is, and for whoever comes back', async () => {
  const api = await live.startApi()
  const random = createRandom(3)
  const publish = (round: number) => live.publish(randomEvents(6, round + 100), { perEntry: 2 })
  for (let round = 0; round < 8; round++) await publish(round)
  await live.index()
  for (let round = 8; round < 16; round++) await publish(round)
  // While it begins nothing moves: of what is being indexed at that moment nobody knows for certain.
  const steady = await follow(`${api.url}/live/${ALICE}`)
  await steady.until(({ length }) => length > 0)
  let isDone = false
  const indexing = (async () => {
    while (!isDone) {
      if (random.chance(0.7)) await live.index()
      await sleep(random.below(60))
    }
    await live.index()
  })()
  const publishing = (async () => {
    for (let round = 16; round < 50; round++) {
      await publish(round)
      await sleep(25)
    }
  })()
  let lastId: string | undefined
  const resumed: Told[] = []
  for (let turn = 0; turn < 6; turn++) {
    using client = await follow(`${api.url}/live/${ALICE}`, lastId)
    await sleep(150)
    await client.until(({ length }) => length > 0)
    lastId = client.events.findLast(({ id }) => id)?.id ?? lastId
    const upTo = client.events.findLastIndex(({ id }) => id) + 1
    resumed.push(...client.events.slice(0, upTo).map(({ data }) => data))
  }
  await publishing
  isDone = true
  await indexing
  const other = await live.startApi()
  using anew = await follow(`${other.url}/live/${ALICE}`)
  await anew.until(({ length }) => length > 0)
  const expected = anew.events[0]?.data.totals
  const sumOf = ({ sent, received }: Totals) => sent.total + received.total
  await steady.until((events) =>
    events.some(({ data }) => expected && sumOf(data.totals) >= sumOf(expected)),
  )
  using last = await follow(`${api.url}/live/${ALICE}`)
  await last.until(({ length }) => length > 0)
  expect(last.events[0]?.data.totals).toEqual(expected)
  expect(steady.events.at(-1)?.data.totals).toEqual(expected)
  const [answer] = await Promise.all([fetch(`${api.url}/interactions/${ALICE}`)])
  const { sent, received } = (await answer.json()) as Record<
    string,
    { total: number; did: string }[]
  >
  const sum = (rows: { total: number }[] = []) => rows.reduce((all, { total }) => all + total, 0)
  expect(anew.events[0]?.data.totals.sent.total).toBe(sum(sent))
  expect(anew.events[0]?.data.totals.received.total).toBe(sum(received))
  const totals = resumed.map(({ totals: { sent, received } }) => sent.total + received.total)
  expect(totals).toEqual(totals.map((_, index) => (totals[0] ?? 0) + index))
  steady[Symbol.dispose]()
})

test('an account that is hidden, private or nobody is refused, and one that goes away is let go', async () => {
  const api = await live.startApi()
  await live.publish([like('alice', 'bob', Date.now()), like('cat', 'bob', Date.now())])
  await live.publish([status('cat', { active: false, status: 'takendown' }, Date.now())])
  await live.index()
  const refused = async (actor: string) => (await fetch(`${api.url}/live/${actor}`)).status
  expect(await refused(didOf('cat'))).toBe(404)
  expect(await refused('nonsense')).toBe(400)

  using client = await follow(`${api.url}/live/${ALICE}`)
  await client.until(({ length }) => length > 0)
  await live.publish([status('alice', { active: false, status: 'deactivated' }, Date.now())])
  await client.ended
})

test('people who do not want to be shown are not named', async () => {
  await live.redis.sAdd(keys.privateAccounts, didOf('bob'))
  await live.publish([like('alice', 'bob', Date.now())])
  await live.index()
  const api = await live.startApi()
  using client = await follow(`${api.url}/live/${ALICE}`)
  await client.until(({ length }) => length > 0)
  await live.publish([like('bob', 'alice', Date.now())])
  await client.until(({ length }) => length > 1)
  expect(client.events[0]?.data.partners).toEqual([{ did: null, sent: 1, received: 0 }])
  expect(client.events[1]?.data).toMatchObject({ partner: null, direction: 'received' })
})

test('who opts out while others watch is told of no more, and counts are begun without them', async () => {
  const now = Date.now()
  await live.publish([like('bob', 'alice', now), like('cat', 'alice', now)])
  await live.index()
  const api = await live.startApi()
  using client = await follow(`${api.url}/live/${ALICE}`)
  await client.until(({ length }) => length > 0)
  expect(client.of('snapshot')[0]?.totals.received.total).toBe(2)

  await live.publish([commit('bob', 'app.bsky.feed.post', { text: '#orrery-optout' }, now + 1)])
  await live.index()
  let isOver = false
  void client.ended.then(() => {
    isOver = true
  })
  while (!isOver) {
    await live.publish([like('dan', 'eve', Date.now())])
    await sleep(50)
  }
  expect(client.text.at(-1)).toBe('id')
  using back = await follow(`${api.url}/live/${ALICE}`)
  await back.until(({ length }) => length > 0)
  expect(back.of('snapshot')[0]?.partners).toEqual([{ did: didOf('cat'), sent: 0, received: 1 }])
  expect(back.of('snapshot')[0]?.totals.received.total).toBe(1)
})

test('the network is told second by second, and seconds that were missed', async () => {
  const now = Math.floor(Date.now() / 1000) * 1000
  const likes = (count: number, subject: string) =>
    Array.from({ length: count }, (_, index) => like(`a${'b'.repeat(index)}`, subject, now))
  await live.publish(likes(9, 'alice'), { at: now - 6000 })
  await live.publish(likes(5, 'bob'), { at: now - 5000 })
  const api = await live.startApi()
  using client = await follow(`${api.url}/live`, String(now / 1000 - 7))
  await client.until(() => client.of('rate').length >= 4 && client.of('movers').length > 0)
  const [first, second, third] = client.of('rate')
  expect(first).toEqual({
    at: new Date(now - 6000).toISOString(),
    events: 9,
    interactions: { like: 9, repost: 0, reply: 0, quote: 0, post: 0, total: 9 },
  })
  expect(second).toMatchObject({ events: 5 })
  expect(third).toMatchObject({ events: 0 })
  expect(client.of('movers')[0]).toEqual({
    accounts: [
      { did: ALICE, received: 9, before: null },
      { did: didOf('bob'), received: 5, before: null },
    ],
  })
})

test('streams end with the API, and go on in the next', async () => {
  const api = await live.startApi()
  await live.publish([like('bob', 'alice', Date.now())])
  await live.index()
  using client = await follow(`${api.url}/live/${ALICE}`)
  using network = await follow(`${api.url}/live`)
  await client.until(({ length }) => length > 0)
  await api[Symbol.asyncDispose]()
  await Promise.all([client.ended, network.ended])

  await live.publish([like('dan', 'alice', Date.now())])
  await live.index()
  const next = await live.startApi()
  using back = await follow(`${next.url}/live/${ALICE}`, client.events.at(-1)?.id)
  await back.until(({ length }) => length > 0)
  expect(back.events).toMatchObject([
    { event: 'change', data: { partner: didOf('dan'), totals: { received: { total: 2 } } } },
  ])
})
