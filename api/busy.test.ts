import { readBusyAccounts } from '@orrery/shared/busy-account'
import { createRandom } from '@orrery/shared/random'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Partners } from './partners.ts'
import { startApi, type TestApi } from './testing.ts'
import { didOf, like, status } from './testing-events.ts'

const START = Date.now()
const LIKES = 12_000
const LIKERS = 6000
const HOURS = 40
const busy = didOf('busy')
const alice = didOf('alice')

let api: TestApi
let now = START

/** One account with many likes by many, of which some are in keys of its own, and one with few. */
beforeAll(async () => {
  api = await startApi({ clock: () => now, limits: { busy: { links: 1000, sample: 1 } } })
  const random = createRandom(1)
  const likes = Array.from({ length: LIKES }, (_, index) => {
    const at = START - HOURS * 3_600_000 + Math.floor((index / LIKES) * HOURS * 3_600_000)
    return like(nameOf(random.below(LIKERS)), 'busy', at)
  })
  await api.apply(likes.slice(0, 3000))
  await api.apply(likes.slice(3000))
  await api.apply([like('alice', 'bob', START - 1000), like('busy', 'alice', START - 1000)])
  expect((await readBusyAccounts(api.redis)).size).toBe(1)
})
afterAll(() => api[Symbol.asyncDispose]())

const LETTERS = 'abcdefghijklmnopqrstuvwxyz234567'

function nameOf(number: number): string {
  const letter = (place: number) => LETTERS.charAt(Math.floor(number / 32 ** place) % 32)
  return `l${letter(2)}${letter(1)}${letter(0)}z`
}

const totalOf = (rows: { total: number }[]) => rows.reduce((sum, { total }) => sum + total, 0)

async function hashesRead(): Promise<number> {
  const stats = await api.redis.info('commandstats')
  return Number(/cmdstat_hgetall:calls=(\d+)/.exec(stats)?.[1] ?? 0)
}

test('all interactions of a busy account are listed in their order', async () => {
  const { json, headers } = await api.get(`/interactions/${busy}`)
  expect(headers.get('content-type')).toBe('application/json; charset=utf-8')
  const { sent, received, both } = json as Partners
  expect(sent.map(({ did }) => did)).toEqual([alice])
  expect(totalOf(received)).toBe(LIKES)
  expect(received.length).toBeGreaterThan(5000)
  expect(new Set(received.map(({ did }) => did)).size).toBe(received.length)
  expect(both).toHaveLength(received.length + 1)
  const ordered = received.toSorted((a, b) => {
    return b.total - a.total || Date.parse(b.last) - Date.parse(a.last) || (a.did < b.did ? -1 : 1)
  })
  expect(received).toEqual(ordered)

  const circle = (await api.get(`/circles/${busy}?orbits=3&weights=like:1`)).json
  const people = (circle as { orbits: { did: string }[][] }).orbits.flat()
  expect(people.map(({ did }) => did)).toEqual(both.slice(0, 60).map(({ did }) => did))
  expect(await api.get(`/interactions/${busy}`, { method: 'HEAD' })).toMatchObject({ status: 200 })
})

test('a busy account is counted once in fifteen seconds, and nobody waits for the next count', async () => {
  now = START + 60_000
  const before = await hashesRead()
  const first = await api.get(`/circles/${busy}`)
  const price = (await hashesRead()) - before
  expect(price).toBeGreaterThan(HOURS)

  now = START + 120_000
  const again = await hashesRead()
  const paths = ['', '', '', '?weights=like:5', '?direction=sent', '?orbits=1']
  const answers = await Promise.all(paths.map((path) => api.get(`/circles/${busy}${path}`)))
  expect((await hashesRead()) - again).toBe(price)
  now = START + 134_999
  answers.push(await api.get(`/circles/${busy}`), await api.get(`/interactions/${busy}`))
  expect((await hashesRead()) - again).toBe(price)
  for (const { json } of answers) {
    expect(json).toMatchObject({ window: { to: new Date(START + 120_000).toISOString() } })
  }
  expect(first.json).toMatchObject({ window: { to: new Date(START + 60_000).toISOString() } })
  now = START + 135_000
  const old = await api.get(`/circles/${busy}`)
  expect(old.json).toMatchObject({ window: { to: new Date(START + 120_000).toISOString() } })
  await expect.poll(async () => (await hashesRead()) - again).toBe(2 * price)
  const next = (await api.get(`/circles/${busy}`)).json
  expect(next).toMatchObject({ window: { to: new Date(START + 135_000).toISOString() } })
})

test('another window is another answer, and fewer interactions are counted anew', async () => {
  now = START + 200_000
  const totalIn = async (path: string) =>
    totalOf(((await api.get(`/interactions/${path}`)).json as Partners).received)
  expect(await totalIn(`${busy}?window=48h`)).toBe(LIKES)
  expect(await totalIn(`${busy}?window=24h`)).toBeLessThan(LIKES)
  expect(await totalIn(`${busy}?window=1h`)).toBeLessThan(LIKES / 24)

  expect(await totalIn(alice)).toBe(1)
  await api.apply([like('carol', 'alice', now - 1), like('carol', 'busy', now - 1)])
  expect(await totalIn(alice)).toBe(2)
  expect(await totalIn(busy)).toBe(LIKES)
  now += 15_000
  expect(await totalIn(busy)).toBe(LIKES)
  await expect.poll(() => totalIn(busy)).toBe(LIKES + 1)
})

test('a kept answer is not given for an account that has gone', async () => {
  now = START + 300_000
  expect((await api.get(`/circles/${busy}`)).status).toBe(200)
  await api.apply([status('busy', { active: false, status: 'deactivated' }, now)])
  expect((await api.get(`/circles/${busy}`)).status).toBe(404)
  await api.apply([status('busy', { active: true }, now)])
  expect((await api.get(`/circles/${busy}`)).status).toBe(200)
})

test('small circles are answered while a huge one is computed', async () => {
  now = START + 400_000
  const finished: string[] = []
  const ask = (path: string) => api.get(path).then(() => finished.push(path))
  const huge = ask(`/interactions/${busy}`)
  await ask(`/circles/${alice}`)
  await ask('/health')
  await huge
  expect(finished).toEqual([`/circles/${alice}`, '/health', `/interactions/${busy}`])
})
