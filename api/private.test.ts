import { expect, test } from 'vitest'
import { startApi } from './testing.ts'
import { startAppView } from './testing-appview.ts'
import { didOf, like } from './testing-events.ts'

const NOW = Date.now()
const [alice, bob, carl] = [didOf('alice'), didOf('bob'), didOf('carl')]
const UNNAMED = { did: null, handle: null, displayName: null, avatar: null }
const REFUSAL = {
  error: 'AccountPrivate',
  message:
    'This account asks not to be shown to people who are not logged in, and there is no login here.',
}

const label = (src: string, did: string) => ({
  src,
  uri: `at://${did}/app.bsky.actor.profile/self`,
  val: '!no-unauthenticated',
  cts: '2026-11-20T00:00:00.000Z',
})

/** Bob is private; somebody else says so of Carl, which is nobody's business but Carl's. */
const accounts = {
  [alice]: { handle: 'alice.example' },
  [bob]: { handle: 'bob.example', displayName: 'Bob', avatar: 'https://cdn.example/bob' },
  [carl]: { handle: 'carl.example', labels: [label(alice, carl)] },
}
accounts[bob] = { ...accounts[bob], labels: [label(bob, bob)] } as (typeof accounts)[string]

async function start() {
  const appView = await startAppView(accounts)
  let now = NOW
  const api = await startApi({ appViewUrl: appView.url, clock: () => now })
  await api.apply([
    ...[1, 2, 3].map((at) => like('alice', 'bob', NOW - at * 1000)),
    like('alice', 'carl', NOW - 1000),
    like('bob', 'carl', NOW - 2000),
  ])
  return {
    api,
    appView,
    later: (milliseconds: number) => {
      now += milliseconds
    },
    async [Symbol.asyncDispose]() {
      await api[Symbol.asyncDispose]()
      await appView[Symbol.asyncDispose]()
    },
  }
}

test('private people are in circles and lists without a name, and their counts stay', async () => {
  await using started = await start()
  const { api } = started
  const circle = await api.get(`/circles/${alice}`)
  expect(circle.json).toMatchObject({
    orbits: [
      [
        { ...UNNAMED, rank: 1, like: 3 },
        { did: carl, handle: 'carl.example', like: 1 },
      ],
      [],
    ],
  })
  const list = await api.get(`/interactions/${alice}`)
  expect(list.json).toMatchObject({
    sent: [
      { did: null, like: 3 },
      { did: carl, like: 1 },
    ],
  })
  const picture = await api.get(`/circles/${alice}.svg`)
  expect(picture.text).toContain('private account')
  for (const { text } of [circle, list, picture]) expect(text).not.toMatch(/bob/i)
})

test('the page of a private account is refused, by itself and in a pair', async () => {
  await using started = await start()
  const { api } = started
  for (const path of ['circles/bob.example', `interactions/${bob}`, `pairs/${alice}/${bob}`]) {
    const { status, json } = await api.get(`/${path}`)
    expect({ path, status, json }).toEqual({ path, status: 403, json: REFUSAL })
  }
})

test('private people are not found by their names, nor told of by their DIDs', async () => {
  await using started = await start()
  const { api } = started
  expect((await api.get('/search?q=bob')).json).toMatchObject({ actors: [] })
  expect((await api.get(`/profiles?actor=${bob}&actor=${carl}`)).json).toMatchObject({
    profiles: [{ ...UNNAMED, did: bob }, { handle: 'carl.example' }],
  })
})

test('who is known to be private stays so while the AppView is away', async () => {
  await using started = await start()
  const { api, appView, later } = started
  await api.get(`/circles/${alice}`)
  await api.redis.del([`profile:${bob}`, `profile:${alice}`])
  appView.mode = 'fails'
  later(20_000)

  const { json } = await api.get(`/circles/${alice}`)
  expect(json).toMatchObject({ did: alice, handle: null, orbits: [[UNNAMED, { did: carl }], []] })
  expect((await api.get(`/circles/${bob}`)).json).toEqual(REFUSAL)
})
