import { claimLayout } from '@orrery/shared/layout'
import { openStore } from '@orrery/shared/store'
import { expect, test } from 'vitest'
import { keepHistory } from '../scheduler/history.ts'
import { startApi } from './testing.ts'
import { startAppView } from './testing-appview.ts'
import { commit, didOf, like, mention, status } from './testing-events.ts'

const HOUR = 3_600_000
const NOW = Math.floor(Date.now() / HOUR) * HOUR + 10 * 60_000
const [ann, ben, cleo, dora] = [didOf('ann'), didOf('ben'), didOf('cleo'), didOf('dora')]
const AT = NOW - 3 * HOUR
const { signal } = new AbortController()

test('an account is exported whole: profile, records, links to it and history', async () => {
  await using appView = await startAppView({ [ann]: { handle: 'ann.example' } })
  await using api = await startApi({ appViewUrl: appView.url, clock: () => NOW })
  await api.apply([
    like('ann', 'ben', AT),
    mention('ben', 'ann', 'hello', AT + 1),
    commit('ann', 'app.bsky.graph.follow', { subject: dora }, AT + 2),
    like('cleo', 'ann', AT + 3),
    like('dora', 'ann', AT + 4),
    commit('dora', 'app.bsky.feed.post', { text: '#orrery-optout' }, AT + 5),
    status('cleo', { active: false, status: 'takendown' }, AT + 6),
  ])
  const layout = await claimLayout(api.redis, { partitions: 4, bucketHours: 1 })
  await keepHistory(openStore(api.redis, layout, 48), { days: 30, weeks: 52 }, NOW, signal)

  const { status: code, headers, json, text } = await api.get('/export/ann.example')
  expect(code).toBe(200)
  expect(headers.get('content-disposition')).toBe('attachment; filename="orrery-export.json"')
  const hour = new Date(Math.floor(AT / HOUR) * HOUR).toISOString()
  const count = { count: 1, step: 'hour', at: hour }
  expect(json).toMatchObject({
    did: ann,
    exportedAt: new Date(NOW).toISOString(),
    profile: { did: ann, handle: 'ann.example' },
    records: [
      {
        uri: expect.stringContaining(`at://${ann}/app.bsky.feed.like/`),
        indexedAt: new Date(AT).toISOString(),
        links: [{ path: '.subject.uri', target: expect.stringContaining(ben) }],
      },
      { uri: expect.stringContaining('app.bsky.graph.follow'), links: [] },
    ],
    linksToAccount: [{ did: ben, collection: 'app.bsky.feed.post', subject: ann }],
    history: [
      { direction: 'sent', did: ben, type: 'like', characters: 0, ...count },
      { direction: 'received', did: ben, type: 'post', characters: 5, ...count },
    ],
  })
  for (const did of [cleo, dora]) expect(text).not.toContain(did)
})

test('thousands of records and links come in pieces, each once and in order', async () => {
  await using appView = await startAppView({})
  await using api = await startApi({ appViewUrl: appView.url, clock: () => NOW })
  const events = Array.from({ length: 4500 }, (_, index) => like('ann', 'ben', AT + index))
  await api.apply(events)
  type Export = { records: { uri: string }[]; linksToAccount: { rkey: string }[] }

  const rkeys = events.map((event) => event.commit.rkey)
  const sent = (await api.get(`/export/${ann}`)).json as Export
  expect(sent.records.map(({ uri }) => uri.split('/').at(-1))).toEqual(rkeys)
  const received = (await api.get(`/export/${ben}`)).json as Export
  expect(received.linksToAccount.map(({ rkey }) => rkey)).toEqual(rkeys)
})

test('who was never met is exported as that, and who is hidden not at all', async () => {
  await using appView = await startAppView({})
  await using api = await startApi({ appViewUrl: appView.url, clock: () => NOW })
  await api.apply([status('ben', { active: false, status: 'deactivated' }, AT)])

  expect((await api.get(`/export/${ann}`)).json).toMatchObject({ did: ann, profile: { did: ann } })
  expect(await api.get(`/export/${ben}`)).toMatchObject({
    status: 404,
    json: { error: 'AccountDeactivated' },
  })
})

test('what is kept, for how long, and how to be left out is said', async () => {
  await using api = await startApi()

  expect((await api.get('/privacy')).json).toEqual({
    links: { hours: 48, cids: false },
    history: { days: 30, weeks: 52 },
    profiles: { hours: 24 },
    optOut: { post: '#orrery-optout', back: '#orrery-optin' },
    contact: null,
  })
})
