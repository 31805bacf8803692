import { keys } from '@orrery/shared/keys'
import { expect, test } from 'vitest'
import { startApi } from './testing.ts'
import { startAppView } from './testing-appview.ts'
import { didOf, identity, like } from './testing-events.ts'

const alice = didOf('alice')
const bob = didOf('bob')
const CDN = 'https://cdn.example/img/avatar/plain'

const accounts = {
  [alice]: { handle: 'alice.example', displayName: 'Alice', avatar: `${CDN}/alice` },
  [bob]: { handle: 'Bob.example', displayName: ' ', avatar: 'javascript:alert(1)' },
  [didOf('lost')]: { handle: 'handle.invalid' },
}

/** The parts of a document that say who somebody is. */
const person = (
  did: string,
  handle: string | null,
  name: string | null,
  avatar: string | null,
) => ({
  did,
  handle,
  displayName: name,
  avatar,
})

test('an account is found by its handle, in any case, with or without an @', async () => {
  await using appView = await startAppView(accounts)
  await using api = await startApi({ appViewUrl: appView.url })

  for (const actor of ['alice.example', '@alice.example', '%40ALICE.Example']) {
    const { json } = await api.get(`/circles/${actor}`)
    expect(json).toMatchObject(person(alice, 'alice.example', 'Alice', `${CDN}/alice`))
  }
  const { json } = await api.get('/interactions/alice.example')
  expect(json).toMatchObject({ did: alice, handle: 'alice.example' })
  const uri = encodeURIComponent('at://alice.example/app.bsky.feed.like/3mmoojp7etg2g')
  expect((await api.get(`/interaction?uri=${uri}`)).json).toEqual({ interactions: [] })

  const resolutions = appView.asked.filter((question) => question.includes('resolveHandle'))
  expect(resolutions).toEqual(['com.atproto.identity.resolveHandle?handle=alice.example'])
})

test('a handle that names nobody is not asked for again and again', async () => {
  await using appView = await startAppView(accounts)
  await using api = await startApi({ appViewUrl: appView.url })

  for (let time = 0; time < 3; time++) {
    const { status, json } = await api.get('/circles/@Nobody.example')
    const message = 'No account has the handle nobody.example.'
    expect({ status, json }).toEqual({ status: 404, json: { error: 'HandleNotFound', message } })
  }
  expect(appView.asked).toHaveLength(1)
  const kept = await api.redis.ttl(keys.handle('nobody.example'))
  expect(kept).toBeGreaterThan(0)
  expect(kept).toBeLessThanOrEqual(60)
})

test('an identity event tells at once what a handle names', async () => {
  await using appView = await startAppView(accounts)
  await using api = await startApi({ appViewUrl: appView.url })
  expect((await api.get('/circles/new.example')).status).toBe(404)

  await api.apply([identity('bob', 'New.Example', Date.now())])
  expect((await api.get('/circles/new.example')).json).toMatchObject({ did: bob })
})

test('the name that stands for invalid handles is nobody', async () => {
  await using appView = await startAppView(accounts)
  await using api = await startApi({ appViewUrl: appView.url })
  await api.apply([identity('bob', 'handle.invalid', Date.now())])

  expect((await api.get('/circles/handle.invalid')).status).toBe(404)
  expect(appView.asked).toEqual([])
})

test('profiles are given in the order asked for, safe to show, with nulls for strangers', async () => {
  await using appView = await startAppView(accounts)
  await using api = await startApi({ appViewUrl: appView.url })
  const asked = [bob, didOf('stranger'), didOf('lost'), alice, bob]

  const { json } = await api.get(`/profiles?${asked.map((did) => `actor=${did}`).join('&')}`)
  expect(json).toEqual({
    profiles: [
      person(bob, 'bob.example', null, null),
      person(didOf('stranger'), null, null, null),
      person(didOf('lost'), null, null, null),
      person(alice, 'alice.example', 'Alice', `${CDN}/alice`),
    ],
  })
})

test('profiles are asked for once, 25 at a time, and kept, those of strangers too', async () => {
  await using appView = await startAppView(accounts)
  await using api = await startApi({ appViewUrl: appView.url })
  const dids = Array.from({ length: 60 }, (_, index) => `did:web:${index}.example`)
  const query = `/profiles?${[alice, ...dids].map((did) => `actor=${did}`).join('&')}`

  const answers = await Promise.all([api.get(query), api.get(query), api.get(query)])
  await api.get(query)
  expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
  const counts = appView.asked.map((question) => question.match(/actors=/g)?.length)
  expect(counts.sort()).toEqual([11, 25, 25])

  const shown = await api.redis.ttl(keys.profile(alice))
  expect(shown).toBeGreaterThan(0.8 * 86_400)
  expect(shown).toBeLessThanOrEqual(1.1 * 86_400)
  const unshown = await api.redis.ttl(keys.profile('did:web:7.example'))
  expect(unshown).toBeGreaterThan(0.8 * 3600)
  expect(unshown).toBeLessThanOrEqual(1.1 * 3600)
  expect(await api.redis.get(keys.handle('alice.example'))).toBe(alice)
})

test('only the people who are shown in a circle need profiles', async () => {
  await using appView = await startAppView(accounts)
  await using api = await startApi({ appViewUrl: appView.url })
  const at = Date.now() - 1000
  const subjects = Array.from({ length: 12 }, (_, index) => `s${'abcdefghijkl'.charAt(index)}`)
  await api.apply([like('alice', 'bob', at), like('alice', 'bob', at + 1)])
  await api.apply(subjects.map((subject) => like('alice', subject, at)))

  const { json } = await api.get(`/circles/${alice}?orbits=1`)
  expect(json).toMatchObject({
    orbits: [[{ did: bob, handle: 'bob.example' }, ...Array(9).fill({})]],
  })
  expect(appView.asked).toHaveLength(1)
  expect(appView.asked[0]?.match(/actors=/g)).toHaveLength(11)
})

test('accounts are searched for by the beginning of their names', async () => {
  await using appView = await startAppView(accounts)
  await using api = await startApi({ appViewUrl: appView.url })

  const { json } = await api.get('/search?q=@alice')
  expect(json).toMatchObject({ actors: [person(alice, 'alice.example', 'Alice', `${CDN}/alice`)] })
  expect(appView.asked).toEqual(['app.bsky.actor.searchActorsTypeahead?q=alice&limit=10'])
})

test.each(['fails', 'hangs'] as const)(
  'while the AppView %s, circles come with DIDs',
  async (mode) => {
    await using appView = await startAppView(accounts)
    let now = Date.now()
    await using api = await startApi({ appViewUrl: appView.url, clock: () => now })
    await api.apply([like('alice', 'bob', now - 1000)])
    appView.mode = mode

    for (let time = 0; time < 3; time++) {
      const { status, json } = await api.get(`/circles/${alice}`)
      expect(status).toBe(200)
      expect(json).toMatchObject({
        ...person(alice, null, null, null),
        orbits: [[{ did: bob }], []],
      })
    }
    const search = await api.get('/search?q=alice')
    expect(search).toMatchObject({ status: 503, json: { error: 'UpstreamUnavailable' } })
    expect(appView.asked).toHaveLength(1)

    appView.mode = 'answers'
    now += 16_000
    expect((await api.get(`/circles/${alice}`)).json).toMatchObject({ handle: 'alice.example' })
  },
)

test.each(['fails', 'hangs'] as const)('while the AppView %s, known handles work', async (mode) => {
  await using appView = await startAppView(accounts)
  await using api = await startApi({ appViewUrl: appView.url })
  await api.apply([identity('bob', 'bob.example', Date.now())])
  appView.mode = mode

  expect(await api.get('/circles/bob.example')).toMatchObject({
    status: 200,
    json: { did: bob, handle: 'bob.example', displayName: null },
  })
  const { status, headers, json } = await api.get('/circles/alice.example')
  expect(status).toBe(503)
  expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
  const message = 'The AppView cannot be reached right now; a DID works without it.'
  expect(json).toEqual({ error: 'UpstreamUnavailable', message })
})

test('an AppView that was never there takes nothing but names away', async () => {
  await using api = await startApi()

  expect((await api.get(`/circles/${alice}`)).status).toBe(200)
  expect((await api.get(`/circles/${alice}.svg`)).status).toBe(200)
  expect((await api.get('/circles/alice.example')).status).toBe(503)
})
