import { createConnection } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startApi, type TestApi } from './testing.ts'
import { didOf } from './testing-events.ts'

const alice = didOf('alice')
let api: TestApi
beforeAll(async () => {
  api = await startApi()
})
afterAll(() => api[Symbol.asyncDispose]())

const ACTOR = 'actor: expected a DID or a handle.'
const WINDOW =
  'window: expected 48h, 24h, 1h, 7d, 30d, all, or <from>..<to> as dates or RFC 3339 times.'
const DIRECTION = 'direction: expected both, sent or received.'
const ORBITS = 'orbits: expected 1, 2 or 3.'
const WEIGHTS =
  'weights: expected balanced, conversation, fans, count or points from 0 to 100, such as like:1,reply:3.'
const URI = 'uri: expected the at-uri of a record, such as at://did:plc:…/app.bsky.feed.like/….'
const PROFILES = 'actor: expected 1 to 100 DIDs.'
const SEARCH = 'q: expected a text of 1 to 100 characters.'

describe('a bad request is told what was expected', () => {
  test.each([
    [`/interactions/${alice}?window=2h`, WINDOW],
    [`/interactions/${alice}?window=`, WINDOW],
    [`/interactions/${alice}?window=24h&window=24h`, WINDOW],
    [`/interactions/${alice}?window=toString`, WINDOW],
    [`/interactions/${alice}?direction=from`, DIRECTION],
    [`/circles/${alice}?orbits=4`, ORBITS],
    [`/circles/${alice}?orbits=0`, ORBITS],
    [`/circles/${alice}?orbits=1&orbits=2`, ORBITS],
    [`/circles/${alice}?weights=like`, WEIGHTS],
    [`/circles/${alice}?weights=like:1&weights=like:1`, WEIGHTS],
    [`/circles/${alice}.svg?weights=like:101`, WEIGHTS],
    ['/circles/nonsense', ACTOR],
    ['/circles/nonsense.svg', ACTOR],
    ['/circles/%00', ACTOR],
    ['/circles/%E0%A4%A', ACTOR],
    ['/circles/%2e%2e%2fhealth', ACTOR],
    ['/circles/__proto__', ACTOR],
    ['/circles/constructor', ACTOR],
    [`/circles/${'a'.repeat(5000)}`, ACTOR],
    [`/interactions/did:plc:${'a'.repeat(5000)}`, ACTOR],
    ['/interactions/%F0%9F%AA%90.example', ACTOR],
    ['/interaction', URI],
    ['/interaction?uri=https://example.com', URI],
    [`/interaction?uri=at://${alice}`, URI],
    [`/interaction?uri=at://${alice}/app.bsky.feed.like`, URI],
    [`/interaction?uri=at://${alice}/app.bsky.feed.like/a/b`, URI],
    ['/interaction?uri=at://nobody/app.bsky.feed.like/a', URI],
    ['/interaction?uri=a&uri=b', URI],
    ['/profiles', PROFILES],
    ['/profiles?actor=', PROFILES],
    ['/profiles?actor=alice.example', PROFILES],
    [`/profiles?actor=${alice}&actor=nonsense`, PROFILES],
    [`/profiles?${'actor=did:web:a&'.repeat(101)}`, PROFILES],
    ['/search', SEARCH],
    ['/search?q=%20', SEARCH],
    ['/search?q=@', SEARCH],
    [`/search?q=${'a'.repeat(101)}`, SEARCH],
    ['/search?q=a&q=b', SEARCH],
  ])('%s', async (path, message) => {
    const { status, json } = await api.get(path)

    expect({ status, json }).toEqual({ status: 400, json: { error: 'InvalidRequest', message } })
  })
})

test.each(['/circles', '/circles/', '/circles/a/b', '/nothing', '/health/x'])(
  'there is nothing at %s',
  async (path) => {
    const { status, json } = await api.get(path)

    expect(status).toBe(404)
    expect(json).toEqual({ error: 'NotFound', message: 'There is nothing at this address.' })
  },
)

test.each(['POST', 'PUT', 'DELETE', 'PATCH', 'PROPFIND'])('%s is not answered', async (method) => {
  const { status, headers, json } = await api.get('/stats', { method })

  const message = `This address does not answer ${method}.`
  expect(json).toEqual({ error: 'MethodNotAllowed', message })
  expect(status).toBe(405)
  expect(headers.get('allow')).toContain('GET')
})

test('HEAD is answered like GET, without a body', async () => {
  const got = await api.get(`/circles/${alice}`)
  const { status, headers, text } = await api.get(`/circles/${alice}`, { method: 'HEAD' })

  expect({ status, text }).toEqual({ status: 200, text: '' })
  expect(headers.get('content-length')).toBe(got.headers.get('content-length'))
  expect((await api.get('/circles/nonsense', { method: 'HEAD' })).status).toBe(400)
})

test('pages of every origin may ask', async () => {
  const origin = { origin: 'https://elsewhere.example' }
  for (const path of ['/health', `/circles/${alice}`, '/circles/nonsense', '/nothing']) {
    const { headers } = await api.get(path, { headers: origin })
    expect(headers.get('access-control-allow-origin')).toBe('*')
  }
  const asked = { ...origin, 'access-control-request-method': 'GET' }
  const { status, headers } = await api.get('/stats', { method: 'OPTIONS', headers: asked })
  expect(status).toBe(200)
  expect(headers.get('access-control-allow-methods')).toContain('GET')
})

test.each([
  [`/circles/${alice}`, 'public, max-age=15'],
  [`/interactions/${alice}`, 'public, max-age=15'],
  ['/stats', 'public, max-age=5'],
  ['/health', 'no-store'],
  ['/circles/nonsense', 'no-store'],
])('%s may be kept: %s', async (path, expected) => {
  expect((await api.get(path)).headers.get('cache-control')).toBe(expected)
})

test.each([
  '/health',
  '/nothing',
  '/circles/nonsense',
  '/circles/did:plc:aaaaaaaaaaaaaaaaaaaaaaaa.svg',
])('a browser may do nothing with %s but show it', async (path) => {
  const { headers } = await api.get(path)

  expect(headers.get('x-content-type-options')).toBe('nosniff')
  expect(headers.get('referrer-policy')).toBe('no-referrer')
  expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; /)
  expect(headers.has('x-powered-by')).toBe(false)
})

test('a request that is no HTTP harms nobody', async () => {
  const socket = createConnection(Number(new URL(api.url).port), '127.0.0.1')
  socket.end('GET /circles/\u0000 HTTP/1.1\r\n\r\n')

  expect(await text(socket)).toMatch(/^HTTP\/1\.1 400 /)
  expect((await api.get(`/circles/${alice}`)).status).toBe(200)
})
