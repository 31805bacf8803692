import { keys } from '@orrery/shared/keys'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { startApi, type TestApi } from './testing.ts'
import { startAppView } from './testing-appview.ts'
import { commit, didOf, like, mention, reply, status } from './testing-events.ts'
import { startImages } from './testing-images.ts'

/** Near the present, because Redis forgets at once what should have expired. */
const NOW = Math.floor(Date.now() / 3_600_000) * 3_600_000
const [alice, bob, carl] = [didOf('alice'), didOf('bob'), didOf('carl')]
const POST = 'app.bsky.feed.post'
const REFUSAL = { error: 'AccountOptedOut', message: 'This account has opted out of Orrery.' }

const accounts = {
  [alice]: { handle: 'alice.example' },
  [bob]: { handle: 'bob.example', displayName: 'Bob' },
  [carl]: { handle: 'carl.example' },
}

const says = (name: string, text: string, time: number) => commit(name, POST, { text }, time)

function deletionOf(event: ReturnType<typeof commit>, time: number) {
  const { collection, rkey } = event.commit
  const next = commit('nobody', POST, {}, time).commit.rev
  const gone = { operation: 'delete', rev: next, collection, rkey }
  return { ...event, time_us: time * 1000, commit: gone }
}

/** All three have to do with each other. */
function past() {
  const at = NOW - 3_600_000
  return [
    like('alice', 'bob', at),
    like('bob', 'alice', at + 1),
    reply('bob', 'carl', 'hello', at + 2),
    mention('carl', 'bob', 'look', at + 3),
    like('alice', 'carl', at + 4),
    commit('alice', 'test.a.pair', { subject: bob, other: carl }, at + 5),
    commit('alice', 'test.a.pair', { subject: carl, other: bob }, at + 6),
    commit('alice', 'test.a.pair', { subject: carl, other: alice }, at + 7),
  ]
}

async function start() {
  const appView = await startAppView(accounts)
  const api = await startApi({ appViewUrl: appView.url, clock: () => NOW })
  await api.apply(past())
  return {
    api,
    async [Symbol.asyncDispose]() {
      await api[Symbol.asyncDispose]()
      await appView[Symbol.asyncDispose]()
    },
  }
}

const link = (subject: string, source: string) =>
  `subject=${encodeURIComponent(subject)}&source=${source}`
const XRPC = '/xrpc/blue.microcosm.links.'
const LIKES = 'app.bsky.feed.like:subject.uri'
const bobsPost = `at://${bob}/${POST}/3mmoojp7etg2g`

/** Everything that may be asked about Bob. */
const ABOUT_BOB = [
  `/circles/${bob}`,
  '/circles/bob.example',
  `/circles/${bob}.svg`,
  `/interactions/${bob}`,
  `/pairs/${bob}/${alice}`,
  `/pairs/${alice}/${bob}`,
  `${XRPC}getBacklinks?${link(bob, 'test.a.pair:subject')}`,
  `${XRPC}getBacklinks?${link('bob.example', 'test.a.pair:subject')}`,
  `${XRPC}getBacklinksCount?${link(bobsPost, LIKES)}`,
  `${XRPC}getBacklinkDids?${link(bobsPost, LIKES)}`,
  `${XRPC}getManyToMany?${link(bob, 'test.a.pair:subject')}&pathToOther=other`,
  `${XRPC}getManyToManyCounts?${link(bob, 'test.a.pair:subject')}&pathToOther=other`,
  `/links?target=${encodeURIComponent(bobsPost)}&collection=app.bsky.feed.like&path=.subject.uri`,
  `/links/all?target=${bob}`,
  `/links/all/count?target=${bob}`,
  `/links/from?repo=${bob}`,
  `/links/to-account/${bob}`,
  `/links/to-account/${bob}?records=true`,
]

/** Questions about others whose answers may tell of Bob. */
const ABOUT_OTHERS = [
  `/circles/${alice}`,
  `/circles/${carl}.svg`,
  `/interactions/${alice}`,
  `/interactions/${carl}`,
  `/links/from?repo=${alice}`,
  `/links/to-account/${alice}?records=true`,
  `/links/all?target=${carl}`,
  `${XRPC}getManyToMany?${link(carl, 'test.a.pair:subject')}&pathToOther=other`,
  `${XRPC}getManyToManyCounts?${link(carl, 'test.a.pair:subject')}&pathToOther=other`,
  `${XRPC}getBacklinks?${link(`at://${alice}/${POST}/3mmoojp7etg2g`, LIKES)}`,
  '/search?q=bob',
]

async function tellsOfBob(api: TestApi): Promise<string[]> {
  const answers = await Promise.all(ABOUT_OTHERS.map((path) => api.get(path)))
  expect(answers.map((answer) => answer.status)).toEqual(answers.map(() => 200))
  return ABOUT_OTHERS.filter((_, index) => /bob/.test(answers[index]?.text ?? ''))
}

describe('an account that opts out', () => {
  test('is refused wherever it is asked about, and told of in no other answer', async () => {
    await using started = await start()
    const { api } = started
    const before = await Promise.all(ABOUT_BOB.map((path) => api.get(path)))
    expect(before.map((answer) => answer.status)).toEqual(before.map(() => 200))
    expect((await tellsOfBob(api)).length).toBeGreaterThan(6)

    await api.apply([says('bob', 'bye #orrery-optout', NOW - 1000)])
    for (const path of ABOUT_BOB) {
      const { status: code, json } = await api.get(path)
      expect({ path, code, json }).toEqual({ path, code: 404, json: REFUSAL })
    }
    expect(await tellsOfBob(api)).toEqual([])
    const { json } = await api.get(`/profiles?actor=${bob}`)
    expect(json).toEqual({
      profiles: [{ did: bob, handle: null, displayName: null, avatar: null }],
    })
  })

  test('may not be a filter of links either', async () => {
    await using started = await start()
    const { api } = started
    await api.apply([says('bob', '#orrery-optout', NOW - 1000)])
    const asked = `${link(carl, 'test.a.pair:subject')}&pathToOther=other&otherSubject=${bob}`

    expect((await api.get(`${XRPC}getManyToMany?${asked}`)).json).toEqual({
      items: [],
      cursor: null,
    })
  })

  test('leaves nothing of what it wrote, and nothing that it writes is kept', async () => {
    await using started = await start()
    const { api } = started
    await api.get(`/circles/${alice}`)
    expect(await api.redis.exists(keys.profile(bob))).toBe(1)
    const optOut = says('bob', '#orrery-optout', NOW - 1000)
    await api.apply([optOut, like('bob', 'carl', NOW - 900)])
    expect(await api.redis.exists(keys.profile(bob))).toBe(0)
    expect(await api.redis.hLen(keys.forgotten)).toBe(1)

    await api.apply([deletionOf(optOut, NOW - 500)])
    const { json } = await api.get(`/interactions/${bob}`)
    expect(json).toMatchObject({ sent: [], received: [{ did: carl }, { did: alice }] })
  })

  test('takes its avatar along at once, and nothing of it is looked up again', async () => {
    const create = { width: 20, height: 20, channels: 3, background: '#c03030' } as const
    const png = await sharp({ create }).png().toBuffer()
    await using images = await startImages((_, response) => {
      response.writeHead(200, { 'content-type': 'image/png' }).end(png)
    })
    const withAvatar = (name: string) => ({
      handle: `${name}.example`,
      avatar: `${images.url}/${name}`,
    })
    await using appView = await startAppView({
      [alice]: withAvatar('alice'),
      [bob]: withAvatar('bob'),
    })
    const options = { appViewUrl: appView.url, avatarHosts: images.url, clock: () => NOW }
    await using api = await startApi(options)
    await api.apply(past())
    await api.get(`/circles/${alice}.svg`)
    await api.get(`/avatar/${bob}?size=large`)
    const kept = async () => (await api.redis.hKeys(keys.avatarImages)).sort()
    expect(await kept()).toEqual([`large ${alice}`, `large ${bob}`, `small ${bob}`])

    await api.apply([says('bob', '#orrery-optout', NOW - 1000)])
    expect(await kept()).toEqual([`large ${alice}`])
    expect(await api.redis.zRange(keys.avatarUses, 0, -1)).toEqual([`large ${alice}`])
    expect((await api.get(`/profiles?actor=${bob}`)).json).toMatchObject({
      profiles: [{ did: bob, handle: null, avatar: null }],
    })
    expect((await api.get(`/avatar/${bob}`)).json).toEqual(REFUSAL)
    expect(await api.redis.exists(keys.profile(bob))).toBe(0)
    expect(await kept()).toEqual([`large ${alice}`])
  })

  test.each([
    { active: true },
    { active: false, status: 'deactivated' },
    { active: false, status: 'deleted' },
    { active: false, status: 'optedout' },
  ])('stays out whatever the network says: %j', async (told) => {
    await using started = await start()
    const { api } = started
    await api.apply([says('bob', '#orrery-optout', NOW - 1000), status('bob', told, NOW - 900)])

    expect((await api.get(`/circles/${bob}`)).json).toEqual(REFUSAL)
  })
})

test('no account is opted out by the network', async () => {
  await using started = await start()
  const { api } = started
  await api.apply([status('bob', { active: false, status: 'optedout' }, NOW - 900)])

  expect((await api.get(`/circles/${bob}`)).json).toMatchObject({ error: 'AccountInactive' })
})

describe('an account opts in again', () => {
  test('by a post, and others are told again of what they had to do with it', async () => {
    await using started = await start()
    const { api } = started
    await api.apply([says('bob', '#orrery-optout', NOW - 1000)])
    await api.apply([says('bob', '#orrery-optin', NOW - 800), like('bob', 'carl', NOW - 700)])

    const { json } = await api.get(`/interactions/${bob}`)
    expect(json).toMatchObject({
      sent: [{ did: carl, like: 1, total: 1 }],
      received: [{ did: carl }, { did: alice }],
    })
  })

  test('when the last of its posts that say so is gone, or says so no more', async () => {
    await using started = await start()
    const { api } = started
    const first = says('bob', '#orrery-optout', NOW - 1000)
    const second = says('bob', 'really: #orrery-optout', NOW - 900)
    await api.apply([first, second, deletionOf(first, NOW - 800)])
    expect((await api.get(`/circles/${bob}`)).status).toBe(404)

    const record = { text: 'never mind' }
    await api.apply([{ ...second, commit: { ...second.commit, operation: 'update', record } }])
    expect((await api.get(`/circles/${bob}`)).status).toBe(200)
  })
})

test('events that come again leave an account as it was', async () => {
  await using started = await start()
  const { api } = started
  const events = [
    says('bob', '#orrery-optout', NOW - 1000),
    like('bob', 'carl', NOW - 900),
    says('bob', '#orrery-optin', NOW - 800),
    like('bob', 'alice', NOW - 700),
  ]
  await api.apply(events)
  const once = await api.get(`/interactions/${bob}`)
  for (const from of [0, 1, 2, 3]) {
    await api.apply(events.slice(from))
    expect((await api.get(`/interactions/${bob}`)).json).toEqual(once.json)
  }
  expect(once.json).toMatchObject({ sent: [{ did: alice, total: 1 }] })
})
