import { MINUTE } from '@orrery/shared/step'
import { expect, test } from 'vitest'
import { startApi } from './testing.ts'
import { commit, didOf, like, mention, reply, repost, status } from './testing-events.ts'

const now = Date.parse('2026-11-20T12:00:00.000Z')
const clock = () => now
const ago = (minutes: number) => now - minutes * MINUTE
const alice = didOf('alice')
const bob = didOf('bob')
const carol = didOf('carol')

function row(did: string, last: number, counts: object) {
  const none = { like: 0, repost: 0, reply: 0, quote: 0, post: 0, characters: 0, total: 0 }
  return { did, ...none, last: new Date(last).toISOString(), ...counts }
}

/** What passed between alice, bob and carol. */
const events = [
  like('alice', 'bob', ago(30)),
  reply('alice', 'bob', 'hello', ago(90)),
  repost('bob', 'alice', ago(20)),
  mention('carol', 'alice', 'hey', ago(26 * 60)),
]

test('the interactions of an account are listed by partner in each direction', async () => {
  await using api = await startApi({ clock })
  await api.apply(events)

  const { status, json } = await api.get(`/interactions/${alice}`)
  expect(status).toBe(200)
  const counts = { like: 1, reply: 1, characters: 5, total: 2 }
  expect(json).toEqual({
    did: alice,
    handle: null,
    window: { from: '2026-11-18T12:00:00.000Z', to: '2026-11-20T12:00:00.000Z' },
    sent: [row(bob, ago(30), counts)],
    received: [
      row(bob, ago(20), { repost: 1, total: 1 }),
      row(carol, ago(26 * 60), { post: 1, characters: 3, total: 1 }),
    ],
    both: [
      row(bob, ago(20), { ...counts, repost: 1, total: 3 }),
      row(carol, ago(26 * 60), { post: 1, characters: 3, total: 1 }),
    ],
  })
})

test('with one direction only its list is filled', async () => {
  await using api = await startApi({ clock })
  await api.apply(events)

  const { json } = await api.get(`/interactions/${alice}?direction=sent`)
  expect(json).toMatchObject({ sent: [{ did: bob }], received: [], both: [] })
})

test('a circle ranks the partners and echoes how', async () => {
  await using api = await startApi({ clock })
  await api.apply(events)

  const { json } = await api.get(`/circles/${alice}?orbits=1&weights=post:50&window=48h`)
  expect(json).toEqual({
    did: alice,
    handle: null,
    displayName: null,
    avatar: null,
    window: { from: '2026-11-18T12:00:00.000Z', to: '2026-11-20T12:00:00.000Z' },
    direction: 'both',
    ranking: 'sum',
    weights: { like: 1, repost: 2, reply: 3, quote: 3, post: 50 },
    preset: null,
    alt: expect.stringContaining(`Orbit 1: ${carol}, ${bob}.`),
    orbits: [
      [
        expect.objectContaining({ did: carol, rank: 1, score: 50, handle: null, avatar: null }),
        expect.objectContaining({ did: bob, rank: 2, score: 6, total: 3, characters: 5 }),
      ],
    ],
  })
})

test.each([
  ['', 2, [bob, carol]],
  ['?direction=sent', 2, [bob]],
  ['?direction=received&orbits=3', 3, [bob, carol]],
  ['?window=24h', 2, [bob]],
  ['?window=all&unknown=1', 2, [bob, carol]],
  ['?weights=like:0,repost:0,reply:0', 2, [carol]],
])('the circle asked for with "%s" has %i orbits', async (query, orbits, people) => {
  await using api = await startApi({ clock })
  await api.apply(events)

  const { json } = await api.get(`/circles/${alice}${query}`)
  const circle = json as { orbits: { did: string }[][] }
  expect(circle.orbits).toHaveLength(orbits)
  expect(circle.orbits.flat().map(({ did }) => did)).toEqual(people)
})

test('the picture of a circle shows the same people and leads to the site', async () => {
  await using api = await startApi({ clock })
  await api.apply(events)

  const { status, headers, text } = await api.get(`/circles/${alice}.svg?direction=sent`)
  expect(status).toBe(200)
  expect(headers.get('content-type')).toMatch(/^image\/svg\+xml/)
  expect(text).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"[^>]*>.*<\/svg>$/s)
  expect(text).toContain(`href="https://site.example/${bob}"`)
  expect(text).not.toContain(carol)
})

test('an account that nobody has seen has an empty circle', async () => {
  await using api = await startApi({ clock })

  const { status, json } = await api.get(`/circles/${didOf('nobody')}`)
  expect(status).toBe(200)
  expect(json).toMatchObject({ did: didOf('nobody'), orbits: [[], []] })
})

test('a window holds what is exactly as old as it is long, and not what happens now', async () => {
  await using api = await startApi({ clock })
  await api.apply([
    like('alice', 'edge', ago(60)),
    like('alice', 'older', ago(60) - 1),
    like('alice', 'newest', now - 1),
    like('alice', 'future', now),
  ])

  const { json } = await api.get(`/circles/${alice}?window=1h`)
  const people = (json as { orbits: { did: string }[][] }).orbits.flat().map(({ did }) => did)
  expect(people).toEqual([didOf('newest'), didOf('edge')])
})

test.each([
  [48, 'all', '2026-11-18T12:00:00.000Z'],
  [6, '48h', '2026-11-20T06:00:00.000Z'],
  [0, '48h', '2026-11-18T12:00:00.000Z'],
  [0, 'all', '2026-11-19T09:00:00.000Z'],
])(
  'where links are kept %i hours (0: for ever) the window %s begins at %s',
  async (hours, name, from) => {
    await using api = await startApi({ clock, retentionHours: hours })
    await api.apply([like('alice', 'bob', ago(26 * 60 + 1)), like('alice', 'bob', ago(5))])

    const { json } = await api.get(`/interactions/${alice}?window=${name}`)
    expect(json).toMatchObject({ window: { from, to: '2026-11-20T12:00:00.000Z' } })
  },
)

test('an empty store that keeps everything begins now', async () => {
  await using api = await startApi({ clock, retentionHours: 0 })

  const { json } = await api.get(`/interactions/${alice}?window=all`)
  const at = new Date(now).toISOString()
  expect(json).toMatchObject({ window: { from: at, to: at }, both: [] })
})

test('a record is told as the interactions it makes', async () => {
  await using api = await startApi({ clock })
  const post = reply('alice', 'bob', 'hello', ago(90))
  await api.apply([post])
  const uri = `at://${alice}/app.bsky.feed.post/${post.commit.rkey}`

  const { json } = await api.get(`/interaction?uri=${encodeURIComponent(uri)}`)
  expect(json).toEqual({
    interactions: [expect.objectContaining({ uri, a: alice, s: bob, type: 'reply', c: 5 })],
  })
  const other = await api.get(`/interaction?uri=at://${alice}/app.bsky.feed.post/3mmoojp7etg2g`)
  expect(other.json).toEqual({ interactions: [] })
})

test.each([
  ['deactivated', 'AccountDeactivated', 'This account is deactivated.'],
  ['takendown', 'AccountTakedown', 'This account was taken down.'],
  ['suspended', 'AccountSuspended', 'This account is suspended.'],
  ['deleted', 'AccountDeleted', 'This account was deleted.'],
  ['something', 'AccountInactive', 'This account is not active.'],
])(
  'an account that is %s has no page and is in no circle until it is back',
  async (name, error, message) => {
    await using api = await startApi({ clock })
    await api.apply([...events, status('bob', { active: false, status: name }, ago(1))])

    for (const path of ['interactions/', 'circles/', 'circles/']) {
      const answer = await api.get(`/${path}${bob}`)
      expect(answer).toMatchObject({ status: 404, json: { error, message } })
    }
    expect(await api.get(`/circles/${bob}.svg`)).toMatchObject({ status: 404, json: { error } })
    expect((await api.get(`/circles/${alice}`)).text).not.toContain(bob)

    await api.apply([status('bob', { active: true }, now)])
    expect((await api.get(`/circles/${bob}`)).status).toBe(200)
  },
)

test('links that are no interactions put nobody into a circle', async () => {
  await using api = await startApi({ clock })
  await api.apply([
    commit('alice', 'app.bsky.graph.follow', { subject: bob }, ago(5)),
    like('alice', 'alice', ago(5)),
  ])

  expect((await api.get(`/circles/${alice}`)).json).toMatchObject({ orbits: [[], []] })
})
