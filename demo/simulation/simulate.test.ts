import { createHash } from 'node:crypto'
import { parseTid } from '@orrery/shared/tid'
import { expect, test } from 'vitest'
import type { JetstreamEvent } from '../event.ts'
import { activityAt } from './diurnal.ts'
import { surgeMix } from './mix.ts'
import { type SimulationParameters, simulate } from './simulate.ts'

const START = Date.UTC(2026, 9, 1) * 1000
const DAY = { seed: 7, accounts: 400, startUs: START, rateAt: (at: number) => 0.7 * activityAt(at) }

function take(count: number, parameters: Partial<SimulationParameters> = {}): JetstreamEvent[] {
  return simulate({ ...DAY, ...parameters })
    .take(count)
    .toArray()
}

const EVENTS = take(60_000)
const COMMITS = EVENTS.filter((event) => event.kind === 'commit')

/** Shares of the events in per mille, by collection and operation or by kind. */
function mixOf(events: JetstreamEvent[]): Record<string, number> {
  const shares: Record<string, number> = {}
  for (const event of events) {
    const name =
      event.kind === 'commit' ? `${event.commit.collection} ${event.commit.operation}` : event.kind
    shares[name] = (shares[name] ?? 0) + 1000 / events.length
  }
  return shares
}

function hashOf(events: JetstreamEvent[]): string {
  return createHash('sha256')
    .update(events.map((event) => JSON.stringify(event)).join('\n'))
    .digest('hex')
}

/** Every at-uri and DID in a record, with where it is. */
function targetsIn(value: unknown, path = ''): { path: string; target: string }[] {
  if (typeof value === 'string') {
    return /^(at:|did:)/.test(value) ? [{ path, target: value }] : []
  }
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, item]) => targetsIn(item, `${path}.${name}`))
}

test('the same seed and parameters make the same bytes, and another seed other ones', () => {
  expect(hashOf(take(5000))).toBe(hashOf(EVENTS.slice(0, 5000)))
  expect(hashOf(take(5000, { seed: 8 }))).not.toBe(hashOf(EVENTS.slice(0, 5000)))
})

test.each([
  ['app.bsky.feed.like create', 660],
  ['app.bsky.feed.like delete', 8],
  ['app.bsky.feed.repost create', 105],
  ['app.bsky.feed.repost delete', 4],
  ['app.bsky.feed.post create', 116],
  ['app.bsky.feed.post delete', 6],
  ['app.bsky.graph.follow create', 67],
  ['app.bsky.graph.follow delete', 10],
  ['app.bsky.graph.block create', 7],
  ['app.bsky.feed.threadgate create', 6],
  ['app.bsky.feed.postgate create', 3],
  ['app.bsky.graph.listitem create', 1.5],
  ['app.bsky.actor.profile update', 3],
])('of a thousand events %s is some %d', (name, expected) => {
  const share = mixOf(EVENTS)[name] ?? 0

  expect(share).toBeGreaterThan(expected * 0.75)
  expect(share).toBeLessThan(expected * 1.25)
})

test('in a surge a third of the events are follows', () => {
  const mix = mixOf(take(20_000, { mix: surgeMix }))

  expect(mix['app.bsky.graph.follow create']).toBeGreaterThan(300)
  expect(mix['app.bsky.feed.like create']).toBeGreaterThan(400)
  expect(mix['app.bsky.feed.like create']).toBeLessThan(520)
})

type PostRecord = { text: string; embed?: { $type: string }; reply?: { parent: { uri: string } } }

test.each<[string, number, (post: PostRecord, text: string, did: string) => boolean]>([
  ['replies', 0.46, ({ reply }) => reply !== undefined],
  ['replies to oneself', 0.092, ({ reply }, _, did) => reply?.parent.uri.split('/')[2] === did],
  ['quotes', 0.056, ({ embed }) => embed?.$type.startsWith('app.bsky.embed.record') === true],
  ['quotes with media', 0.009, ({ embed }) => embed?.$type === 'app.bsky.embed.recordWithMedia'],
  ['mentions', 0.034, (_, text) => text.includes('facet#mention')],
  [
    'mentions in a facet with a type',
    0.017,
    (_, text) => /richtext.facet".*facet#mention/.test(text),
  ],
  ['links', 0.21, (_, text) => text.includes('facet#link')],
  ['without a language', 0.12, (_, text) => !text.includes('"langs"')],
])('of the posts, %s are a share of some %d', (_title, expected, isOne) => {
  const posts = COMMITS.filter(
    ({ commit }) => commit.collection === 'app.bsky.feed.post' && commit.record,
  )
  const found = posts.filter(({ did, commit }) =>
    isOne(commit.record as PostRecord, JSON.stringify(commit.record), did),
  )

  expect(found.length / posts.length).toBeGreaterThan(expected * 0.8)
  expect(found.length / posts.length).toBeLessThan(expected * 1.2)
})

test('events arrive in order, soon after their commit, and revs and rkeys of a repository ascend', () => {
  const last = new Map<string, { rev: string; rkey: string }>()
  for (const { did, time_us, commit } of COMMITS) {
    const rev = parseTid(commit.rev)?.micros ?? 0
    const before = last.get(did) ?? { rev: '', rkey: '' }
    expect(commit.rev >= before.rev).toBe(true)
    expect(time_us - rev).toBeGreaterThan(0)
    expect(time_us - rev).toBeLessThan(1_000_000)
    const isPost = commit.collection === 'app.bsky.feed.post' && commit.operation === 'create'
    if (isPost) expect(commit.rkey > before.rkey).toBe(true)
    if (isPost) expect(rev - (parseTid(commit.rkey)?.micros ?? 0)).toBeLessThanOrEqual(2_000_000)
    last.set(did, { rev: commit.rev, rkey: isPost ? commit.rkey : before.rkey })
  }
  const times = EVENTS.map(({ time_us }) => time_us)
  expect(times.every((time, at) => time > (times[at - 1] ?? START))).toBe(true)
})

test('whatever an event refers to exists, and nobody acts or is met while away', () => {
  const records = new Map<string, boolean>()
  const away = new Map<string, string>()
  let departures = 0
  for (const event of EVENTS) {
    if (event.kind === 'account') {
      if (!event.account.active) departures++
      expect(away.get(event.did)).not.toBe('deleted')
      if (event.account.active) away.delete(event.did)
      else away.set(event.did, event.account.status ?? '')
      continue
    }
    expect(away.has(event.did)).toBe(false)
    if (event.kind !== 'commit') continue
    const { collection, rkey, operation, record } = event.commit
    const uri = `at://${event.did}/${collection}/${rkey}`
    if (operation === 'delete') expect(records.get(uri)).toBe(true)
    records.set(uri, operation !== 'delete')
    for (const { path, target } of targetsIn(record)) {
      // a thread and the repost by which a post was found may end before what names them
      const mayBeGone = path.startsWith('.reply.root') || path.startsWith('.via')
      if (target.startsWith('at:')) expect(records.has(target)).toBe(true)
      if (target.startsWith('at:') && !mayBeGone) expect(records.get(target)).toBe(true)
      if (!mayBeGone) expect(away.has(target.split('/')[2] ?? target)).toBe(false)
    }
  }
  expect(departures).toBeGreaterThan(0)
})

test('identifiers, records and facets have the form that the lexicons want', () => {
  const did = /^did:plc:[a-z2-7]{24}$/
  const cid = /^baf(yrei[a-h]|krei[a-h])[a-z2-7]{50}[aeimquy4]$/
  const atUri = /^at:\/\/did:plc:[a-z2-7]{24}\/[a-zA-Z]+(\.[a-zA-Z]+)+\/([2-7a-z]{13}|self)$/
  for (const event of EVENTS.slice(0, 10_000)) {
    expect(event.did).toMatch(did)
    if (event.kind !== 'commit') continue
    const { commit } = event
    expect(commit.rkey === 'self' || parseTid(commit.rkey)).toBeTruthy()
    expect('record' in commit).toBe(commit.operation !== 'delete')
    if (!commit.record) continue
    expect(commit.cid).toMatch(cid)
    expect(commit.record.$type).toBe(commit.collection)
    expect(new Date(String(commit.record.createdAt)).toISOString()).toBe(commit.record.createdAt)
    for (const { target } of targetsIn(commit.record))
      expect(target).toMatch(target[0] === 'a' ? atUri : did)
    for (const reference of JSON.stringify(commit.record).matchAll(/"(?:cid|\$link)":"(\w+)"/g)) {
      expect(reference[1]).toMatch(cid)
    }
    checkText(commit.record)
  }

  function checkText(record: { text?: unknown; facets?: unknown }) {
    if (typeof record.text !== 'string') return
    expect([...new Intl.Segmenter().segment(record.text)].length).toBeLessThanOrEqual(300)
    const bytes = Buffer.from(record.text)
    const facets = (record.facets ?? []) as {
      index: { byteStart: number; byteEnd: number }
      features: { $type: string; uri?: string; tag?: string }[]
    }[]
    for (const { index, features } of facets) {
      const words = bytes.subarray(index.byteStart, index.byteEnd).toString()
      const [feature] = features
      if (feature?.uri) expect(feature.uri).toBe(`https://${words}`)
      else if (feature?.tag) expect(`#${feature.tag}`).toBe(words)
      else expect(words).toMatch(/^@[a-z\d-]+\.test$/)
    }
  }
})

test('partners are strong and uneven: a well-connected account has a circle of two full orbits', () => {
  const strengths = new Map<string, Map<string, number>>()
  for (const { did, commit } of COMMITS) {
    const [, , other] = String((commit.record?.subject as { uri?: string })?.uri ?? '').split('/')
    if (!other || other === did) continue
    for (const [one, partner] of [
      [did, other],
      [other, did],
    ] as const) {
      const partners = strengths.get(one) ?? new Map<string, number>()
      strengths.set(one, partners.set(partner, (partners.get(partner) ?? 0) + 1))
    }
  }
  const circles = [...strengths.values()].sort((one, other) => other.size - one.size)
  const counts = [...(circles[20] ?? new Map()).values()].sort((one, other) => other - one)

  expect(counts.length).toBeGreaterThan(30)
  expect(counts[0]).toBeGreaterThan(4 * counts[15])
  expect(circles.filter(({ size }) => size >= 30).length).toBeGreaterThan(150)
})
