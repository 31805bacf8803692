import { keys } from '@orrery/shared/keys'
import { createRandom, type Random } from '@orrery/shared/random'
import { expect, test } from 'vitest'
import { startApi, type TestApi } from './testing.ts'
import { startAppView } from './testing-appview.ts'
import { didOf, like } from './testing-events.ts'

const NOW = Date.now()
const owner = didOf('owner')
const SHARE = ['following', 'followedBy', 'blocking', 'blockedBy', 'blockedByList'] as const
const FOLLOWS = ['mutuals', 'following', 'followers', 'strangers'] as const

const RECORD = `at://${owner}/app.bsky.graph.follow/3mmoojp7etg2g`

const NONE: Record<string, string> = {}

type Partner = { name: string; did: string; bot: boolean; relationship: Record<string, string> }

/** The strongest first: each was liked once more than the next. */
function randomPartners(random: Random, count: number): Partner[] {
  return Array.from({ length: count }, (_, index) => {
    const name = `p${'abcdefghij'.charAt(Math.floor(index / 10))}${'abcdefghij'.charAt(index % 10)}`
    const chosen = SHARE.filter((each) => random.below(each.startsWith('block') ? 8 : 2) === 0)
    const relationship = Object.fromEntries(chosen.map((each) => [each, RECORD]))
    return { name, did: didOf(name), bot: random.below(4) === 0, relationship }
  })
}

type Asked = { bots?: 'false'; blocked?: 'false'; follow?: (typeof FOLLOWS)[number] }

/** The rules, once more and in other words. */
function isWanted({ bot, relationship }: Partner, { bots, blocked, follow }: Asked): boolean {
  if (bots && bot) return false
  if (blocked && Object.keys(relationship).some((name) => name.startsWith('block'))) return false
  const ways = `${'following' in relationship ? 'I' : ''}${'followedBy' in relationship ? 'they' : ''}`
  if (follow === 'mutuals') return ways === 'Ithey'
  if (follow === 'following') return ways.startsWith('I')
  if (follow === 'followers') return ways.endsWith('they')
  return follow === 'strangers' ? ways === '' : true
}

async function startWith(partners: Partner[]) {
  const label = (did: string) => ({
    src: did,
    uri: `at://${did}`,
    val: 'bot',
    cts: '2026-11-20T00:00:00.000Z',
  })
  const appView = await startAppView(
    Object.fromEntries(
      partners.map(({ name, did, bot }) => [
        did,
        { handle: `${name}.example`, labels: bot ? [label(did)] : [] },
      ]),
    ),
  )
  for (const { did, relationship } of partners) {
    appView.relationships.set(`${owner} ${did}`, relationship)
  }
  const api = await startApi({ appViewUrl: appView.url })
  let at = NOW - 10_000
  const events = partners.flatMap(({ name }, index) =>
    Array.from({ length: partners.length - index }, () => like('owner', name, at++)),
  )
  await api.apply(events)
  return {
    api,
    appView,
    async [Symbol.asyncDispose]() {
      await api[Symbol.asyncDispose]()
      await appView[Symbol.asyncDispose]()
    },
  }
}

type Listed = { did: string }[]

async function circleOf(api: TestApi, asked: Asked & { orbits: string }): Promise<string[]> {
  const { status, json } = await api.get(`/circles/${owner}?${new URLSearchParams(asked)}`)
  expect(status).toBe(200)
  return (json as { orbits: Listed[] }).orbits.flat().map(({ did }) => did)
}

async function listOf(api: TestApi, asked: Asked & { limit?: string }): Promise<string[]> {
  const { json } = await api.get(`/interactions/${owner}?${new URLSearchParams(asked)}`)
  const { sent, both, received } = json as Record<string, Listed>
  expect({ both, received }).toEqual({ both: sent, received: [] })
  return (sent ?? []).map(({ did }) => did)
}

test.each([1, 2])(
  'circles and lists have the strongest who pass, whatever is filtered (seed %d)',
  async (seed) => {
    const random = createRandom(seed)
    const partners = randomPartners(random, 90)
    await using started = await startWith(partners)
    const { api } = started
    for (const follow of [undefined, ...FOLLOWS]) {
      for (const [bots, blocked] of [[], ['false'], [undefined, 'false'], ['false', 'false']]) {
        const asked = JSON.parse(JSON.stringify({ bots, blocked, follow })) as Asked
        const wanted = partners.filter((each) => isWanted(each, asked)).map(({ did }) => did)
        const orbits = random.pick(['1', '2', '3'] as const)
        const places = { 1: 10, 2: 30, 3: 60 }[orbits]
        expect(await circleOf(api, { ...asked, orbits })).toEqual(wanted.slice(0, places))
        expect(await listOf(api, { ...asked, limit: '7' })).toEqual(wanted.slice(0, 7))
        expect(await listOf(api, asked)).toEqual(wanted)
      }
    }
  },
)

test('no more people are asked about than it takes to fill the places, and once in an hour', async () => {
  const partners = randomPartners(createRandom(3), 90).map((partner, index) => ({
    ...partner,
    relationship: index % 10 === 3 ? NONE : { following: RECORD },
  }))
  await using started = await startWith(partners)
  const { api, appView } = started
  const asked = { follow: 'following', orbits: '1' } as const
  const circle = await circleOf(api, asked)
  expect(circle).toHaveLength(10)
  const questions = () => appView.asked.filter((each) => each.includes('getRelationships'))
  const sizes = () => questions().map((each) => each.match(/others=/g)?.length)
  expect(sizes()).toEqual([10, 30])

  await circleOf(api, asked)
  expect(sizes()).toEqual([10, 30])
  const kept = await api.redis.ttl(keys.relationships(owner))
  expect(kept).toBeGreaterThan(3500)
  expect(kept).toBeLessThanOrEqual(3600)
})

test.each(['bots=false', 'blocked=false', 'follow=mutuals'])(
  'without the AppView, what needs it is refused in one sentence (%s)',
  async (filter) => {
    await using started = await startWith(randomPartners(createRandom(4), 5))
    const { api, appView } = started
    appView.mode = 'fails'

    for (const path of ['circles', 'interactions']) {
      const { status, headers, json } = await api.get(`/${path}/${owner}?${filter}`)
      const message = 'The AppView cannot be reached right now; without filters it works.'
      expect({ status, json }).toEqual({
        status: 503,
        json: { error: 'UpstreamUnavailable', message },
      })
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
      expect((await api.get(`/${path}/${owner}`)).status).toBe(200)
    }
  },
)

test.each([
  ['bots=no', 'bots: expected true or false.'],
  ['follow=friends', 'follow: expected mutuals, following, followers, strangers.'],
  ['limit=0', 'limit: expected a whole number from 1 to 1000.'],
])('a wrong filter is told what was expected: %s', async (filter, message) => {
  await using api = await startApi()

  expect((await api.get(`/interactions/${owner}?${filter}`)).json).toEqual({
    error: 'InvalidRequest',
    message,
  })
})
