import { openDocuments } from '@orrery/shared/documents'
import { readEvent } from '@orrery/shared/event'
import { claimLayout } from '@orrery/shared/layout'
import { HOUR, MINUTE, startOf } from '@orrery/shared/step'
import { openStore } from '@orrery/shared/store'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openAccountSketches } from '../indexer/account-sketches.ts'
import { openEventCounter } from '../indexer/count-events.ts'
import { writeTopLists } from '../scheduler/top-lists.ts'
import { createKey } from './keys.ts'
import { startApi, type TestApi } from './testing.ts'
import { startAppView, type TestAppView } from './testing-appview.ts'
import { commit, didOf, like, mention, reply, repost } from './testing-events.ts'

const NOW = startOf(Date.now(), 'hour') + 20 * MINUTE
const ann = didOf('ann')
const bert = didOf('bert')
const secret = didOf('secret')
const LIKERS = 150

let appView: TestAppView
let api: TestApi
let key: string
let now = NOW

/** Bert has liked nothing, and comes first only after all his types are put together. */
beforeAll(async () => {
  const hidden = {
    src: secret,
    uri: secret,
    val: '!no-unauthenticated',
    cts: '2026-01-01T00:00:00Z',
  }
  appView = await startAppView({
    [ann]: { handle: 'ann.example', displayName: 'Ann' },
    [secret]: { handle: 'secret.example', labels: [hidden] },
  })
  const quotas = { address: 0, key: 0 }
  api = await startApi({ appViewUrl: appView.url, clock: () => now, requestLimits: { quotas } })
  const names = Array.from({ length: LIKERS }, (_, index) => nameOf(index))
  await api.apply([
    ...names.flatMap((name) => [
      like(name, 'ann', NOW - HOUR),
      like(name, 'ann', NOW - HOUR),
      repost('ann', name, NOW - HOUR),
    ]),
    reply('bert', 'ann', 'hello', NOW - HOUR),
    mention('bert', 'ann', '@ann', NOW - HOUR),
    repost('bert', 'ann', NOW - HOUR),
    ...[1, 2, 3].map(() => like('secret', 'ann', NOW - HOUR)),
    commit('bert', 'app.bsky.graph.block', { subject: ann }, NOW - HOUR),
  ])
  key = (await createKey(api.redis, { name: 'a bot', quota: null }, NOW)).text
})
afterAll(async () => {
  await api[Symbol.asyncDispose]()
  await appView[Symbol.asyncDispose]()
})

function nameOf(index: number): string {
  const letters = 'abcdefghijklmnopqrstuvwxyz'
  return `l${letters.charAt(Math.floor(index / 26))}${letters.charAt(index % 26)}`
}

const ask = (path: string) => api.get(path, { headers: { 'X-API-Key': key } })
const post = (body: string, headers: Record<string, string> = { 'X-API-Key': key }) =>
  api.get('/interactions', { method: 'POST', headers, body })

type Row = { _id: string; t: number }
type Told = { interactions: { sent: Row[]; rcvd: Row[] } }

test.each(['ann.example', '@ann.example', ` ${ann} `])(
  'the interactions of %j are told as the tracker told them',
  async (handle) => {
    const { status, json, headers } = await post(JSON.stringify({ handle }))
    expect(status).toBe(200)
    expect(headers.get('cache-control')).toBe('private, no-store')
    expect(json).toMatchObject({ did: ann, handle: 'ann.example' })
    const { sent, rcvd } = (json as Told).interactions
    expect(sent).toHaveLength(LIKERS)
    expect(sent[0]).toEqual({ _id: expect.any(String), l: 0, r: 1, p: 0, c: 0, t: 1 })
    // All who liked are there, with those who did other things, and nobody who is private.
    expect(rcvd).toHaveLength(LIKERS + 1)
    expect(rcvd[0]).toEqual({ _id: bert, l: 0, r: 1, p: 2, c: 9, t: 3 })
    expect(rcvd[1]).toMatchObject({ l: 2, r: 0, p: 0, c: 0, t: 2 })
  },
)

test.each([
  ['no key', {}],
  ['an empty key', { 'X-API-Key': '' }],
  ['a wrong key', { 'X-API-Key': 'secret' }],
])('%s opens nothing', async (_, headers: Record<string, string>) => {
  expect((await post(JSON.stringify({ handle: ann }), headers)).status).toBe(401)
  for (const path of ['/dd/top_interactions', '/dd/top_blocks']) {
    expect((await api.get(path, { headers })).status).toBe(401)
  }
})

test('who is not there is told as the tracker told it, and can be asked for again at once', async () => {
  for (let call = 0; call < 2; call++) {
    const { status, json } = await post(JSON.stringify({ handle: 'nobody.example' }))
    expect(status).toBe(400)
    expect(json).toMatchObject({
      error: 'HandleNotFound',
      detail: expect.stringMatching(/^user not found: /),
    })
  }
})

test.each([
  ['{', 400],
  ['', 400],
  ['null', 400],
  ['[]', 400],
  ['{"handle":5}', 400],
  ['{"handle":"no handle"}', 400],
  [JSON.stringify({ handle: 'a'.repeat(5000) }), 413],
])('the body %j is refused', async (body, expected) => {
  const { status, json } = await post(body)
  expect(status).toBe(expected)
  expect(json).toMatchObject({ error: expect.any(String), detail: expect.any(String) })
})

test('top lists are null where there are none yet, and then told as the tracker told them', async () => {
  expect(await ask('/dd/top_interactions')).toMatchObject({ status: 200, text: 'null' })
  expect(await ask('/dd/top_blocks')).toMatchObject({ status: 200, text: 'null' })
  const layout = await claimLayout(api.redis, { partitions: 4, bucketHours: 1 })
  const store = openStore(api.redis, layout, 48)
  const documents = openDocuments(api.redis, { json: false })
  const { signal } = new AbortController()
  await writeTopLists({ store, documents, historyDays: 30 }, NOW, signal)

  const { json } = await ask('/dd/top_interactions')
  expect(json).toMatchObject({ _id: new Date(NOW).toISOString(), name: 'top_interactions' })
  const { data } = json as { data: { key: string; subkey: string; items: object[] }[] }
  expect(data.map((list) => `${list.key} ${list.subkey}`)).toEqual([
    'like author',
    'like subject',
    'repost author',
    'repost subject',
    'post author',
    'post subject',
  ])
  const profile = { handle: 'ann.example', display_name: 'Ann', avatar: null }
  expect(data[0]?.items).toHaveLength(100)
  expect(data[1]?.items).toEqual([{ _id: ann, count: 2 * LIKERS + 3, profile }])
  expect(data[4]?.items).toEqual([{ _id: bert, count: 2, profile: null }])
  expect(data[5]?.items).toEqual([{ _id: ann, count: 2, profile }])

  const blocks = (await ask('/dd/top_blocks')).json
  expect(blocks).toMatchObject({ name: 'top_blocks', _id: new Date(NOW).toISOString() })
  expect((blocks as { data: object[] }).data).toEqual([
    { key: 'author', items: [{ _id: bert, count: 1, profile: null }] },
    { key: 'subject', items: [{ _id: ann, count: 1, profile }] },
  ])
})

test('collections are told with what was ever written to them, without a key', async () => {
  expect((await api.get('/collStats')).json).toEqual({})
  const counter = await openEventCounter(api.redis, 0, openAccountSketches())
  const events = ['app.bsky.feed.post', 'app.bsky.feed.post', 'app.bsky.feed.like'].map(
    (name, place) => {
      const read = readEvent(JSON.stringify(commit('ann', name, {}, NOW - HOUR + place)))
      if ('reason' in read) throw new Error(read.reason)
      return read.event
    },
  )
  await counter.count([{ id: '1-0', events }], NOW)

  now += MINUTE
  const { json } = await api.get('/collStats')
  expect(json).toEqual({ 'app.bsky.feed.post': 2, 'app.bsky.feed.like': 1 })
})
