import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startApi, type TestApi } from './testing.ts'
import { commit, didOf } from './testing-events.ts'

const NOW = Date.now()
const XRPC = '/xrpc/blue.microcosm.links.'
const SUBJECT = 'https://a.example'
const ASKED = `subject=${SUBJECT}&source=com.example.thing:to`
const OLDER = `target=${SUBJECT}&collection=com.example.thing&path=.to`
const JOIN = `${ASKED}&pathToOther=with[]`

const LISTS = {
  records: [`${XRPC}getBacklinks?${ASKED}`, `/links?${OLDER}`],
  dids: [`${XRPC}getBacklinkDids?${ASKED}`, `/links/distinct-dids?${OLDER}`],
  items: [`${XRPC}getManyToMany?${JOIN}`],
  counts: [`${XRPC}getManyToManyCounts?${JOIN}`],
}
const COUNTS = [
  `${XRPC}getBacklinksCount?${ASKED}`,
  `/links/count?${OLDER}`,
  `/links/count/distinct-dids?${OLDER}`,
  `/links/all?target=${SUBJECT}`,
  `/links/all/count?target=${SUBJECT}`,
]
const EVERY_LIST = Object.values(LISTS).flat()
const EVERY_CALL = [...EVERY_LIST, ...COUNTS]

let api: TestApi
beforeAll(async () => {
  api = await startApi()
  const body = { to: SUBJECT, with: ['did:plc:a', 'did:plc:b'] }
  const other = { to: SUBJECT, with: ['did:plc:c'] }
  await api.apply([
    commit('bob', 'com.example.thing', body, NOW - 2000),
    commit('carol', 'com.example.thing', other, NOW - 1000),
  ])
})
afterAll(() => api[Symbol.asyncDispose]())

async function refusalOf(address: string): Promise<string> {
  const { status, json, headers } = await api.get(address)
  expect(status, address).toBe(400)
  expect(headers.get('access-control-allow-origin')).toBe('*')
  expect(headers.get('cache-control')).toBe('no-store')
  const { error, message } = json as { error: string; message: string }
  expect(error).toBe('InvalidRequest')
  return message
}

test.each(EVERY_CALL)('%s needs each of its parameters, once', async (address) => {
  const [path = '', query = ''] = address.split('?')
  expect((await api.get(address)).status).toBe(200)
  for (const pair of query.split('&')) {
    const name = pair.split('=', 1)
    const others = query.split('&').filter((each) => each !== pair)
    expect(await refusalOf(`${path}?${others.join('&')}`)).toContain(`${name}: expected `)
    expect(await refusalOf(`${address}&${pair}`)).toContain(`${name}: expected `)
  }
})

test.each(EVERY_LIST)('%s takes a limit from 1 to 1000 and a direction', async (address) => {
  for (const limit of ['0', '-1', '1001', '1.5', '1e2', '', 'x', '9999999', '%201']) {
    const message = 'limit: expected a whole number from 1 to 1000.'
    expect(await refusalOf(`${address}&limit=${limit}`)).toBe(message)
  }
  for (const reverse of ['', '1', 'yes', 'TRUE']) {
    expect(await refusalOf(`${address}&reverse=${reverse}`)).toBe(
      'reverse: expected true or false.',
    )
  }
  for (const rest of ['limit=1', 'limit=1000', 'reverse=false', 'reverse=true', 'unknown=x']) {
    expect((await api.get(`${address}&${rest}`)).status).toBe(200)
  }
})

test.each(EVERY_CALL)('%s takes times as RFC 3339 has them', async (address) => {
  for (const time of [
    '',
    '2026',
    '2026-11-20',
    '1700000000',
    '2026-02-30T00:00:00Z',
    'yesterday',
    '2026-11-20T13:00:00',
  ]) {
    const message = 'expected a time, such as 2026-11-20T13:00:00Z.'
    expect(await refusalOf(`${address}&since=${time}`)).toBe(`since: ${message}`)
    expect(await refusalOf(`${address}&until=${time}`)).toBe(`until: ${message}`)
  }
  for (const time of [
    '2026-11-20T13:00:00Z',
    '2026-11-20T13:00:00.123456Z',
    '2026-11-20T13:00:00%2B02:00',
  ]) {
    expect((await api.get(`${address}&since=${time}&until=${time}`)).status).toBe(200)
  }
})

test.each(EVERY_LIST)('%s refuses what no answer had as its cursor', async (address) => {
  const { json } = await api.get(`${address}&limit=1`)
  const { cursor } = json as { cursor: string }
  expect(cursor).toMatch(/^([0-9a-f]{2})+$/)
  const rest = `${address}&limit=1&cursor=`
  expect((await api.get(rest + cursor)).status).toBe(200)
  const longest = 'ff'.repeat(11_000)
  for (const wrong of ['', 'zz', cursor.toUpperCase(), `${cursor}00`, cursor.slice(2), longest]) {
    if (wrong === cursor) continue
    expect(await refusalOf(rest + wrong)).toBe('cursor: expected the cursor of an earlier answer.')
  }
})

test('the cursor of one kind of list is refused by every other, and taken by the same', async () => {
  for (const [kind, addresses] of Object.entries(LISTS)) {
    const { json } = await api.get(`${addresses[0]}&limit=1`)
    const { cursor } = json as { cursor: string }
    for (const [other, others] of Object.entries(LISTS)) {
      for (const address of others) {
        const { status } = await api.get(`${address}&cursor=${cursor}`)
        expect(status, `${kind} ${address}`).toBe(other === kind ? 200 : 400)
      }
    }
  }
})

test.each(['getBacklinks', 'getBacklinksCount', 'getBacklinkDids'])(
  '%s wants a colon in the source',
  async (call) => {
    const message = 'source: expected collection:path, such as app.bsky.feed.like:subject.uri.'
    const address = `${XRPC}${call}?subject=${SUBJECT}&source=com.example.thing`
    expect(await refusalOf(address)).toBe(message)
    expect((await api.get(`${address}:to`)).status).toBe(200)
  },
)

describe('accounts', () => {
  const bob = didOf('bob')
  const dids = async (rest: string) => {
    const { json } = await api.get(`/links?${OLDER}${rest}`)
    const { total, linking_records } = json as { total: number; linking_records: { did: string }[] }
    expect(total).toBe(linking_records.length)
    return linking_records.map(({ did }) => did)
  }

  test('may be named one by one or, for the older call, all in one text, but not both', async () => {
    expect(await dids(`&from_dids=${bob},${didOf('carol')}`)).toEqual([didOf('carol'), bob])
    expect(await dids(`&did=${bob}`)).toEqual([bob])
    expect(await dids(`&did=&did=%20&from_dids=${bob}`)).toEqual([bob])
    expect(await dids('&from_dids=')).toEqual([])
    expect(await refusalOf(`/links?${OLDER}&did=${bob}&from_dids=${bob}`)).toBe(
      'from_dids: expected not to stand together with did.',
    )
    expect(await refusalOf(`/links?${OLDER}&from_dids=a&from_dids=b`)).toContain('from_dids: ')
  })

  test('are all accounts where none is named, and none where no named one is known', async () => {
    expect(await dids('')).toHaveLength(2)
    expect(await dids('&did=&did=%20%20')).toHaveLength(2)
    expect(await dids('&did=did:plc:nobody')).toEqual([])
    expect(await dids('&did=nonsense')).toEqual([])
    expect(await dids(`&did=did:plc:nobody&did=%20${bob}%20`)).toEqual([bob])
  })
})

test.each(['link', '..to', ''])('the older path %j is nothing that a link has', async (path) => {
  const address = `/links/count?target=${SUBJECT}&collection=com.example.thing&path=${path}`
  expect((await api.get(address)).json).toEqual({ total: 0 })
})

describe('a method', () => {
  test.each(EVERY_CALL)('other than GET, HEAD and OPTIONS is not for %s', async (address) => {
    const { status, json, headers } = await api.get(address, { method: 'POST' })
    expect(status).toBe(405)
    expect(json).toEqual({ error: 'MethodNotAllowed', message: expect.any(String) })
    expect(headers.get('access-control-allow-origin')).toBe('*')
  })

  test.each(EVERY_CALL)('HEAD of %s has the headers of GET and no body', async (address) => {
    const [head, get] = await Promise.all([api.get(address, { method: 'HEAD' }), api.get(address)])
    expect([head.status, head.text]).toEqual([200, ''])
    expect(head.headers.get('content-length')).toBe(get.headers.get('content-length'))
  })

  test('OPTIONS tells a page of any origin that it may ask', async () => {
    const { status, headers } = await api.get(`/links?${OLDER}`, { method: 'OPTIONS' })
    expect(status).toBe(200)
    expect(headers.get('access-control-allow-methods')).toContain('GET')
    expect(headers.get('access-control-allow-headers')).toBe('*, X-API-Key, Authorization')
  })
})
