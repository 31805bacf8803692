import { openDocuments } from '@orrery/shared/documents'
import { claimLayout } from '@orrery/shared/layout'
import { DAY, HOUR, MINUTE, startOf } from '@orrery/shared/step'
import { openStore } from '@orrery/shared/store'
import { expect, test } from 'vitest'
import { writeTopLists } from '../scheduler/top-lists.ts'
import { startApi, type TestApi } from './testing.ts'
import { startAppView } from './testing-appview.ts'
import { commit, didOf, like, reply, repost, status } from './testing-events.ts'

const NOW = startOf(Date.now(), 'hour') + 20 * MINUTE
const { signal } = new AbortController()

const labelBy = (name: string, val: string) => [
  { src: didOf(name), uri: didOf(name), val, cts: new Date(NOW).toISOString() },
]
const accounts = {
  [didOf('ann')]: { handle: 'ann.example', displayName: 'Ann' },
  [didOf('bot')]: { handle: 'bot.example', labels: labelBy('bot', 'bot') },
  [didOf('carl')]: { handle: 'carl.example', labels: labelBy('ann', 'bot') },
  [didOf('dirk')]: { handle: 'dirk.example', labels: labelBy('dirk', 'nudity') },
}

async function writeLists({ redis }: TestApi, now: number) {
  const layout = await claimLayout(redis, { partitions: 4, bucketHours: 1 })
  const store = openStore(redis, layout, 48)
  const documents = openDocuments(redis, { json: false })
  await writeTopLists({ store, documents, historyDays: 30 }, now, signal)
}

type Rows = { rows: { did: string; rank: number; count: number; partners: number | null }[] }

async function rowsOf(api: TestApi, query: string): Promise<string[]> {
  const { status, json } = await api.get(`/top?${query}`)
  expect(status).toBe(200)
  return (json as Rows).rows.map(({ did, rank, count, partners }) => {
    return `${rank} ${did.slice(8).replace(/a+$/, '')} ${count} ${partners}`
  })
}

/** Ann, the bot, Carl and Dirk are liked by ever fewer, Ann mostly by one. */
function likes() {
  return [
    ...Array.from({ length: 9 }, (_, index) => like('fan', 'ann', NOW - 3 * HOUR + index)),
    ...['fan', 'e', 'f', 'g', 'h'].map((name) => like(name, 'bot', NOW - 2 * HOUR)),
    ...['fan', 'e', 'f'].map((name) => like(name, 'carl', NOW - 10 * MINUTE)),
    ...['e', 'f'].map((name) => repost(name, 'dirk', NOW - 10 * MINUTE)),
    reply('dirk', 'e', 'hello', NOW - 5 * MINUTE),
  ]
}

test('a list says who, how often, with how many, and of which time', async () => {
  await using appView = await startAppView(accounts)
  await using api = await startApi({ appViewUrl: appView.url, clock: () => NOW })
  await api.apply(likes())
  await writeLists(api, NOW)

  const { json, headers } = await api.get('/top?type=like&side=subject&window=24h&limit=1')
  expect(json).toEqual({
    type: 'like',
    side: 'subject',
    window: {
      from: new Date(startOf(NOW, 'hour') - 23 * HOUR).toISOString(),
      to: new Date(NOW).toISOString(),
    },
    by: 'count',
    at: new Date(startOf(NOW, 'hour')).toISOString(),
    rows: [
      {
        rank: 1,
        did: didOf('ann'),
        handle: 'ann.example',
        displayName: 'Ann',
        avatar: null,
        count: 9,
        partners: 1,
      },
    ],
  })
  expect(headers.get('cache-control')).toBe('public, max-age=60')
})

test('accounts are listed by count or partners, for what they did or got, by type or in all', async () => {
  await using api = await startApi({ clock: () => NOW })
  await api.apply(likes())
  await writeLists(api, NOW)

  const subjects = ['1 ann 9 1', '2 bot 5 5', '3 carl 3 3', '4 dirk 2 2', '5 e 1 1']
  expect(await rowsOf(api, '')).toEqual(subjects)
  expect(await rowsOf(api, 'limit=2')).toEqual(subjects.slice(0, 2))
  const liked = ['1 bot 5 5', '2 carl 3 3', '3 ann 9 1']
  expect(await rowsOf(api, 'type=like&by=partners')).toEqual(liked)
  expect(await rowsOf(api, 'type=repost&window=1h')).toEqual(['1 dirk 2 2'])
  expect(await rowsOf(api, 'window=1h')).toEqual(['1 carl 3 3', '2 dirk 2 2', '3 e 1 1'])
  expect(await rowsOf(api, 'side=author&limit=1')).toEqual(['1 fan 11 3'])
  expect(await rowsOf(api, 'side=author&type=reply')).toEqual(['1 dirk 1 1'])
})

test('bots can be left out, by their own label alone; who is not active always is', async () => {
  await using appView = await startAppView(accounts)
  await using api = await startApi({ appViewUrl: appView.url, clock: () => NOW })
  await api.apply(likes())
  await writeLists(api, NOW)

  const { json } = await api.get('/top?type=like')
  expect((json as Rows).rows.map((row) => 'bot' in row)).toEqual([false, true, false])
  const people = ['1 ann 9 1', '2 carl 3 3']
  expect(await rowsOf(api, 'type=like&bots=false')).toEqual(people)
  expect(await rowsOf(api, 'type=like&bots=false&limit=1')).toEqual(people.slice(0, 1))
  expect(await rowsOf(api, 'type=like&bots=false&limit=2')).toEqual(people)

  await api.apply([status('ann', { active: false, status: 'takendown' }, NOW)])
  expect(await rowsOf(api, 'type=like&bots=false')).toEqual(['1 carl 3 3'])
})

test('blocks are told as numbers, without from whom', async () => {
  await using api = await startApi({ clock: () => NOW })
  const block = (author: string, subject: string, time: number) =>
    commit(author, 'app.bsky.graph.block', { subject: didOf(subject) }, time)
  await api.apply([
    ...['e', 'f', 'g'].map((name) => block(name, 'ann', NOW - 5 * HOUR)),
    block('e', 'carl', NOW - MINUTE),
    block('e', 'dirk', NOW - 25 * HOUR),
  ])
  await writeLists(api, NOW)

  expect(await rowsOf(api, 'type=block')).toEqual(['1 ann 3 null', '2 carl 1 null'])
  expect(await rowsOf(api, 'type=block&window=1h')).toEqual(['1 carl 1 null'])
  const authors = ['1 e 2 null', '2 f 1 null', '3 g 1 null']
  expect(await rowsOf(api, 'type=block&side=author')).toEqual(authors)
  expect(await rowsOf(api, 'type=all')).toEqual([])
})

test('the last list of each hour stays, and is asked for by any time of the hour', async () => {
  await using api = await startApi({ clock: () => NOW })
  const hour = startOf(NOW, 'hour')
  await api.apply([like('e', 'ann', hour - 30 * MINUTE), like('e', 'carl', NOW - MINUTE)])
  for (const time of [hour - 10 * MINUTE, hour + 1, NOW]) await writeLists(api, time)

  const at = (time: number) => `window=1h&at=${new Date(time).toISOString()}`
  expect(await rowsOf(api, at(hour - HOUR))).toEqual(['1 ann 1 1'])
  expect(await rowsOf(api, at(hour - 1))).toEqual(['1 ann 1 1'])
  const { json } = await api.get(`/top?${at(hour - 1)}`)
  const window = { from: new Date(hour - HOUR).toISOString(), to: new Date(hour).toISOString() }
  expect(json).toMatchObject({ window, at: new Date(hour - HOUR).toISOString() })
  const now = ['1 ann 1 1', '2 carl 1 1']
  expect(await rowsOf(api, 'window=1h')).toEqual(now)
  expect(await rowsOf(api, at(NOW))).toEqual(now)
  expect((await api.get(`/top?${at(NOW - DAY)}`)).status).toBe(404)
})

test('before the first list there is none', async () => {
  await using api = await startApi()
  const { status, json } = await api.get('/top')
  const message = 'There is no list of this hour, not yet or no more.'
  expect({ status, json }).toEqual({ status: 404, json: { error: 'ListNotFound', message } })
})

test.each([
  ['type=follow', 'type: expected like, repost, reply, quote, post, all or block.'],
  ['side=both', 'side: expected author or subject.'],
  ['window=48h', 'window: expected 24h or 1h.'],
  ['by=score', 'by: expected count or partners.'],
  ['type=block&by=partners', 'by: expected count, because it is not kept who blocked whom.'],
  ['at=yesterday', 'at: expected a time, such as 2026-11-20T13:00:00Z.'],
  ['bots=no', 'bots: expected true or false.'],
  ['limit=0', 'limit: expected a whole number from 1 to 100.'],
  ['limit=101', 'limit: expected a whole number from 1 to 100.'],
  ['type=like&type=all', 'type: expected like, repost, reply, quote, post, all or block.'],
])('what cannot be meant is refused: %s', async (query, message) => {
  await using api = await startApi()
  const { status, json } = await api.get(`/top?${query}`)
  expect({ status, json }).toEqual({ status: 400, json: { error: 'InvalidRequest', message } })
})
