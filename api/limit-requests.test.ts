import { keys } from '@orrery/shared/keys'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createKey, revokeKey } from './keys.ts'
import { startApi, type TestApi } from './testing.ts'
import { didOf } from './testing-events.ts'

const alice = didOf('alice')
let now = Date.parse('2026-11-20T12:00:30Z')
let api: TestApi

beforeAll(async () => {
  const quotas = { address: 20, key: 100 }
  api = await startApi({
    clock: () => now,
    requestLimits: { quotas, addressHeader: 'X-Real-IP' },
  })
})
afterAll(() => api[Symbol.asyncDispose]())

const from = (address: string) => ({ headers: { 'X-Real-IP': address } })
const left = ({ headers }: { headers: Headers }) => headers.get('ratelimit-remaining')

test('every answer says what is left of the quota, and the end is a 429 that says when to come back', async () => {
  const first = await api.get(`/circles/${alice}`, from('203.0.113.1'))
  expect(Object.fromEntries(first.headers)).toMatchObject({
    'ratelimit-limit': '20',
    'ratelimit-remaining': '15',
    'ratelimit-reset': '30',
    'ratelimit-policy': '20;w=60',
  })
  expect(left(await api.get('/nothing', from('203.0.113.1')))).toBe('14')
  expect(left(await api.get('/circles/nonsense', from('203.0.113.1')))).toBe('9')
  expect(left(await api.get(`/circles/${alice}`, from('203.0.113.1')))).toBe('4')
  expect(left(await api.get(`/circles/${alice}`, from('203.0.113.1')))).toBe('0')

  const { status, headers, json } = await api.get('/stats', from('203.0.113.1'))
  expect(status).toBe(429)
  expect(headers.get('retry-after')).toBe('30')
  expect(headers.get('cache-control')).toBe('no-store')
  expect(headers.get('access-control-allow-origin')).toBe('*')
  expect(headers.get('access-control-expose-headers')).toContain('RateLimit-Remaining')
  const message = 'The quota of this minute is used up; ask again in 30 seconds, or with a key.'
  expect(json).toEqual({ error: 'RateLimitExceeded', message })

  expect((await api.get('/stats', from('203.0.113.2'))).status).toBe(200)
  now += 30_000
  expect((await api.get('/stats', from('203.0.113.1'))).status).toBe(200)
})

test('an IPv6 customer is one caller, and of a list only what the nearest proxy says counts', async () => {
  await api.get(`/circles/${alice}`, from('2001:db8:1:2::1'))
  expect(left(await api.get('/stats', from('2001:db8:1:2:ffff::2')))).toBe('14')
  expect(left(await api.get('/stats', from('2001:db8:1:3::1')))).toBe('19')
  expect(left(await api.get('/stats', from('198.51.100.7, 2001:db8:1:3::9')))).toBe('18')
  expect(left(await api.get('/stats', from('anything')))).toBe('19')
  expect(left(await api.get('/stats', from('anything else')))).toBe('18')
})

test.each([
  ['/health', 0],
  ['/top', 1],
  ['/collections?order=records-created', 2],
  ['/prefix?prefix=app.bsky', 2],
  ['/prefix/?prefix=app.bsky&order=dids-estimate', 10],
  ['/collections?order=dids-estimate', 10],
  ['/collections/stats?order=dids-estimate&collection=app.bsky.feed.like', 2],
  ['/timeseries?collection=app.bsky.feed.like', 5],
  ['/subscribe', 5],
  [`/export/${alice}`, 50],
])('%s costs %i', async (path, cost) => {
  now += 60_000
  const { text } = await createKey(api.redis, { name: 'a bot', quota: 100 }, now)
  const { headers } = await api.get(path, { headers: { 'X-API-Key': text } })
  expect(headers.get('ratelimit-remaining')).toBe(cost === 0 ? null : String(100 - cost))
})

test('neither health nor a preflight nor this machine is counted', async () => {
  expect(left(await api.get('/health', from('203.0.113.3')))).toBeNull()
  expect(left(await api.get('/stats', { ...from('203.0.113.3'), method: 'OPTIONS' }))).toBeNull()
  for (let call = 0; call < 30; call++) expect((await api.get('/stats')).status).toBe(200)
})

test('a key has a quota of its own, wherever it is used', async () => {
  const { text } = await createKey(api.redis, { name: 'a bot', quota: null }, now)
  const small = await createKey(api.redis, { name: 'small', quota: 2 }, now)
  const free = await createKey(api.redis, { name: 'free', quota: 0 }, now)
  const ask = (headers: Record<string, string>) => api.get('/stats', { headers })

  const there = { 'X-Real-IP': '203.0.113.4' }
  expect(left(await ask({ 'X-API-Key': text, ...there }))).toBe('99')
  expect(left(await ask({ Authorization: `Bearer ${text}` }))).toBe('98')
  expect(left(await ask(there))).toBe('19')
  expect(left(await ask({ 'X-API-Key': free.text, ...there }))).toBeNull()

  await ask({ 'X-API-Key': small.text })
  await ask({ 'X-API-Key': small.text })
  const { status, json } = await ask({ 'X-API-Key': small.text })
  expect(status).toBe(429)
  expect(json).toMatchObject({ message: expect.not.stringContaining('with a key') })
})

test.each([
  ['an empty key', { 'X-API-Key': '' }],
  ['a key that nobody has', { 'X-API-Key': `orrery_${'a'.repeat(43)}` }],
  ['a key of another kind', { 'X-API-Key': 'secret' }],
  ['a bearer of a key that nobody has', { Authorization: `Bearer orrery_${'b'.repeat(43)}` }],
])('%s is refused, and trying is counted', async (_, headers) => {
  now += 60_000
  const there = { 'X-Real-IP': '203.0.113.5', ...headers }
  const answer = await api.get('/stats', { headers: there })
  expect(answer.status).toBe(401)
  expect(answer.json).toEqual({
    error: 'InvalidKey',
    message: 'This key is not known, or was revoked.',
  })
  expect(left(answer)).toBe('19')
})

test('a revoked key is refused after five seconds', async () => {
  const { text, id } = await createKey(api.redis, { name: 'a bot', quota: null }, now)
  const headers = { 'X-API-Key': text }
  expect((await api.get('/stats', { headers })).status).toBe(200)
  await revokeKey(api.redis, id)
  now += 5000
  expect((await api.get('/stats', { headers })).status).toBe(401)
})

test("another server's token is no key of ours", async () => {
  const headers = { Authorization: 'Bearer eyJhbGciOiJFUzI1NksifQ.e30.AAAA' }
  expect((await api.get('/stats', { headers })).status).toBe(200)
})

test('no address is written down', async () => {
  await api.get('/stats', from('203.0.113.77'))
  const names = await api.redis.keys('quota:*')
  expect(names.length).toBeGreaterThan(0)
  expect(names.join()).not.toContain('203.0.113')
  expect(await api.redis.hLen(keys.apiKeys)).toBeGreaterThan(0)
})

test('while Redis is away quotas stop nobody before their end', async () => {
  await using own = await startApi({
    clock: () => now,
    requestLimits: { quotas: { address: 3, key: 100 }, limitLoopback: true },
  })
  await own.server[Symbol.asyncDispose]()
  const statuses = []
  for (let call = 0; call < 4; call++) statuses.push((await own.get('/circles/nonsense')).status)
  expect(statuses).toEqual([400, 429, 429, 429])
  const headers = { 'X-API-Key': `orrery_${'a'.repeat(43)}` }
  expect((await own.get('/circles/nonsense', { headers })).status).toBe(400)
  expect((await own.get('/health')).status).toBe(503)
})
