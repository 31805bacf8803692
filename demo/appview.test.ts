import { AtpAgent } from '@atproto/api'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { serveAppView } from './appview.ts'
import { createDirectory } from './directory.ts'
import { createAccounts } from './simulation/accounts.ts'
import { avatarOf } from './simulation/avatar.ts'

const accountOf = createAccounts(1)
const ACCOUNTS = Array.from({ length: 60 }, (_, number) => accountOf(number))
const [ANNA, BELA, CARLA] = ACCOUNTS as [Account, Account, Account]
type Account = ReturnType<typeof accountOf>

async function serve() {
  const directory = createDirectory(ACCOUNTS)
  const appView = await serveAppView({
    port: 0,
    directory,
    drawAvatar: async (did) => (did === ANNA.did ? avatarOf(1, 0) : undefined),
  })
  const agent = new AtpAgent({ service: appView.url })
  return { directory, appView, agent, [Symbol.asyncDispose]: () => appView[Symbol.asyncDispose]() }
}

function leave(did: string, status: 'deactivated' | 'deleted' | 'takendown') {
  const account = { active: false, did, seq: 1, status, time: '2026-01-01T00:00:00.000Z' }
  return { did, time_us: 1, kind: 'account' as const, account }
}

function like(from: string, to: string) {
  const subject = { cid: '', uri: `at://${to}/app.bsky.feed.post/3mmoojp7etg2g` }
  const place = { collection: 'app.bsky.feed.like', rkey: '3mmoojp7etg2g', rev: '3mmoojp7vgo2g' }
  const commit = { ...place, operation: 'create' as const, record: { subject } }
  return { did: from, time_us: 1, kind: 'commit' as const, commit }
}

test('a profile is found by DID and by handle', async () => {
  await using network = await serve()
  for (const actor of [ANNA.did, ANNA.handle]) {
    const { data } = await network.agent.getProfile({ actor })
    expect(data).toMatchObject({ did: ANNA.did, handle: ANNA.handle })
  }
})

test('profiles come for those who are there: unknown, deactivated and deleted ones are left out', async () => {
  await using network = await serve()
  network.directory.apply(leave(BELA.did, 'deactivated'))
  network.directory.apply(leave(CARLA.did, 'deleted'))
  const actors = [ANNA.did, BELA.did, CARLA.did, `did:plc:${'a'.repeat(24)}`]
  const { data } = await network.agent.getProfiles({ actors })

  expect(data.profiles.map(({ did }) => did)).toEqual([ANNA.did])
  await expect(network.agent.getProfile({ actor: BELA.did })).rejects.toMatchObject({
    status: 400,
    error: 'AccountDeactivated',
  })
  await expect(network.agent.getProfile({ actor: CARLA.did })).rejects.toMatchObject({
    status: 400,
    error: 'InvalidRequest',
  })
})

test('no more than 25 profiles are given at a time', async () => {
  await using network = await serve()
  const dids = ACCOUNTS.map(({ did }) => did)

  expect(
    (await network.agent.getProfiles({ actors: dids.slice(0, 25) })).data.profiles,
  ).toHaveLength(25)
  await expect(network.agent.getProfiles({ actors: dids.slice(0, 26) })).rejects.toMatchObject({
    status: 400,
  })
})

test('a handle resolves to its DID, an unknown one is HandleNotFound', async () => {
  await using network = await serve()
  const { data } = await network.agent.resolveHandle({ handle: ANNA.handle })

  expect(data.did).toBe(ANNA.did)
  await expect(network.agent.resolveHandle({ handle: 'nobody.test' })).rejects.toMatchObject({
    status: 400,
    error: 'HandleNotFound',
  })
})

test('a new handle and a new name replace the old ones', async () => {
  await using network = await serve()
  const identity = { did: ANNA.did, handle: 'anna.test', seq: 1, time: '2026-01-01T00:00:00.000Z' }
  network.directory.apply({ did: ANNA.did, time_us: 1, kind: 'identity', identity })
  const place = { collection: 'app.bsky.actor.profile', rkey: 'self', rev: '3mmoojp7vgo2g' }
  const commit = { ...place, operation: 'update' as const, record: { displayName: 'Anna' } }
  network.directory.apply({ did: ANNA.did, time_us: 2, kind: 'commit', commit })

  expect((await network.agent.getProfile({ actor: 'anna.test' })).data).toMatchObject({
    did: ANNA.did,
    displayName: 'Anna',
  })
  await expect(network.agent.resolveHandle({ handle: ANNA.handle })).rejects.toThrow()
})

test('typing the beginning of a name finds those who are there, at most as many as asked for', async () => {
  await using network = await serve()
  const q = ANNA.handle.slice(0, 3)
  const found = await network.agent.searchActorsTypeahead({ q, limit: 50 })
  expect(found.data.actors.map(({ did }) => did)).toContain(ANNA.did)
  for (const { handle, displayName = '' } of found.data.actors) {
    expect(` ${handle.replaceAll(/[-.]/g, ' ')} ${displayName.toLowerCase()}`).toContain(` ${q}`)
  }

  network.directory.apply(leave(ANNA.did, 'takendown'))
  const left = await network.agent.searchActorsTypeahead({ q, limit: 50 })
  expect(left.data.actors).toHaveLength(found.data.actors.length - 1)
  const few = await network.agent.searchActorsTypeahead({ q: 'a', limit: 2 })
  expect(few.data.actors).toHaveLength(2)
})

test('the best connected account is the one that gives and gets', async () => {
  await using network = await serve()
  network.directory.apply(like(ANNA.did, BELA.did))
  network.directory.apply(like(BELA.did, CARLA.did))
  const answer = await fetch(`${network.appView.url}/demo/accounts`)

  expect(((await answer.json()) as { accounts: unknown[] }).accounts[0]).toEqual({
    did: BELA.did,
    handle: BELA.handle,
  })
})

test('an avatar is a PNG that any page may show, at the address its profile names', async () => {
  await using network = await serve()
  const { data } = await network.agent.getProfile({ actor: ANNA.did })
  const answer = await fetch(data.avatar ?? '')

  expect(answer.headers.get('content-type')).toBe('image/png')
  expect(answer.headers.get('access-control-allow-origin')).toBe('*')
  const { format, width, height } = await sharp(await answer.arrayBuffer()).metadata()
  expect({ format, width, height }).toEqual({ format: 'png', width: 128, height: 128 })
  expect((await fetch(`${network.appView.url}/avatar/${BELA.did}`)).status).toBe(404)
  expect((await fetch(`${network.appView.url}/avatar/%E0%A4`)).status).toBe(404)
})

test('some accounts say of themselves that they are bots', async () => {
  await using network = await serve()
  const actors = ACCOUNTS.slice(0, 25).map(({ did }) => did)
  const { data } = await network.agent.getProfiles({ actors })
  const bots = data.profiles.filter(({ labels }) => labels?.some(({ val }) => val === 'bot'))

  expect(bots.map(({ did }) => did)).toEqual([ACCOUNTS[9]?.did])
  expect(bots[0]?.labels).toMatchObject([{ src: bots[0]?.did }])
})

test('some accounts are not for everybody, and the launcher leads to none of them', async () => {
  await using network = await serve()
  const actors = ACCOUNTS.slice(0, 25).map(({ did }) => did)
  const { data } = await network.agent.getProfiles({ actors })
  const isPrivate = ({ labels = [] }: { labels?: { val: string }[] }) =>
    labels.some(({ val }) => val === '!no-unauthenticated')
  const own = data.profiles.filter(isPrivate).map(({ did }) => did)

  expect(own).toEqual(actors.filter((did) => did.endsWith('c')))
  const answer = await fetch(`${network.appView.url}/demo/accounts`)
  const { accounts } = (await answer.json()) as { accounts: { did: string }[] }
  expect(accounts.filter(({ did }) => own.includes(did))).toEqual([])
})

test('accounts follow each other or not, seen the same from both sides', async () => {
  await using network = await serve()
  const others = ACCOUNTS.slice(1, 31).map(({ did }) => did)
  const ask = async (actor: string, asked: string[]) => {
    const { data } = await network.agent.app.bsky.graph.getRelationships({ actor, others: asked })
    return data.relationships.map((each) => {
      const { following, followedBy } = each as { following?: string; followedBy?: string }
      return [following !== undefined, followedBy !== undefined]
    })
  }
  const mine = await ask(ANNA.did, others)

  expect(new Set(mine.map(String)).size).toBe(4)
  for (const [index, other] of others.slice(0, 5).entries()) {
    expect(await ask(other, [ANNA.did])).toEqual([mine[index]?.toReversed()])
  }
  await expect(ask(ANNA.did, [...others, BELA.did])).rejects.toThrow('at most 30')
})
