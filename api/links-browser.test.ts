import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApi, type TestApi } from './testing.ts'

const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'
const SITE = 'https://site.example/links'
const XRPC = '/xrpc/blue.microcosm.links.'

let api: TestApi
beforeAll(async () => {
  api = await startApi({ didWeb: 'links.example' })
})
afterAll(() => api[Symbol.asyncDispose]())

const asking = (path: string, accept: string) =>
  api.get(path, { headers: { accept }, redirect: 'manual' })

test.each([
  ['/', SITE],
  ['/links/stats', SITE],
  ['/links', SITE],
  ['/links/all?target=did:plc:a', `${SITE}?subject=did%3Aplc%3Aa`],
  [
    `${XRPC}getBacklinks?subject=https://a.example/%3Fb%26c&source=a.b.c:d[].e&limit=5`,
    `${SITE}?subject=https%3A%2F%2Fa.example%2F%3Fb%26c&source=a.b.c%3Ad%5B%5D.e&exact=true`,
  ],
  [
    '/links/count/distinct-dids?target=did:plc:a&collection=a.b.c&path=.d.e',
    `${SITE}?subject=did%3Aplc%3Aa&source=a.b.c%3Ad.e`,
  ],
  [
    '/links/to-account/did:plc:a?source=a.b.c:d',
    `${SITE}?subject=did%3Aplc%3Aa&source=a.b.c%3Ad&scope=account`,
  ],
])('a browser that opens %s is led to the page of the site', async (path, page) => {
  const { status, headers } = await asking(path, BROWSER)
  expect(status).toBe(303)
  expect(headers.get('location')).toBe(page)
  expect(headers.get('vary')).toContain('Accept')
  expect(headers.get('access-control-allow-origin')).toBe('*')
})

test.each([
  ['*/*'],
  ['application/json'],
  ['application/json, text/html'],
  ['text/html;q=0.5, application/json'],
  ['text/html;q=0.1, */*'],
  ['text/html;q=0'],
  ['image/png'],
  ['nonsense'],
])('JSON is the answer to whoever accepts %s', async (accept) => {
  const { status, headers } = await asking('/links/all?target=did:plc:a', accept)
  expect(status).toBe(200)
  expect(headers.get('content-type')).toBe('application/json; charset=utf-8')
  expect(headers.get('vary')).toContain('Accept')
})

test.each(['/health', '/stats', '/interactions/did:plc:a'])('%s is JSON for all', async (path) => {
  expect((await asking(path, BROWSER)).headers.get('content-type')).toContain('application/json')
})

test('crawlers are kept from what would never end', async () => {
  const { text, headers } = await api.get('/robots.txt')
  expect(headers.get('content-type')).toBe('text/plain; charset=utf-8')
  expect(text.split('\n')).toEqual([
    'User-agent: *',
    'Disallow: /links',
    'Disallow: /links/',
    'Disallow: /xrpc/',
    '',
  ])
})

test('the server tells of itself as a service of its domain, where it has one', async () => {
  expect((await api.get('/.well-known/did.json')).json).toEqual({
    id: 'did:web:links.example',
    service: [
      {
        id: '#constellation',
        type: 'ConstellationGraphService',
        serviceEndpoint: 'https://links.example',
      },
    ],
  })
  await using nameless = await startApi()
  expect((await nameless.get('/.well-known/did.json')).status).toBe(404)
})
