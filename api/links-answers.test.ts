import { keys } from '@orrery/shared/keys'
import { expect, test } from 'vitest'
import { startApi } from './testing.ts'
import { commit, didOf, status } from './testing-events.ts'

const NOW = Date.now()
const HOUR = 3_600_000
const XRPC = '/xrpc/blue.microcosm.links.'
const COLLECTION = 'com.example.thing'
const SUBJECT = 'https://a.example'
const ASKED = `subject=${SUBJECT}&source=${COLLECTION}:to`
const OLDER = `target=${SUBJECT}&collection=${COLLECTION}&path=.to`
const isoOf = (time: number) => new Date(time).toISOString()

test('a record is told with its at-uri, CID and time where that is asked for', async () => {
  await using api = await startApi()
  const made = commit('bob', COLLECTION, { to: SUBJECT, with: ['did:plc:a'] }, NOW)
  await api.apply([made])
  const { did } = made
  const { rkey } = made.commit
  const record = { did, collection: COLLECTION, rkey }
  const uri = `at://${did}/${COLLECTION}/${rkey}`
  const hydrated = { ...record, uri, cid: null, indexedAt: isoOf(NOW) }

  for (const [rest, expected] of [
    ['', record],
    ['&hydrate=false', record],
    ['&hydrate=true', hydrated],
  ] as const) {
    const list = await api.get(`${XRPC}getBacklinks?${ASKED}${rest}`)
    expect(list.text).toBe(JSON.stringify({ total: 1, records: [expected], cursor: null }))
    const older = await api.get(`/links?${OLDER}${rest}`)
    expect(older.text).toBe(JSON.stringify({ total: 1, linking_records: [expected], cursor: null }))
    const join = await api.get(`${XRPC}getManyToMany?${ASKED}&pathToOther=with[]${rest}`)
    const items = [{ linkRecord: expected, otherSubject: 'did:plc:a' }]
    expect(join.text).toBe(JSON.stringify({ items, cursor: null }))
  }
  expect((await api.get(`${XRPC}getBacklinks?${ASKED}&hydrate=1`)).status).toBe(400)
})

test('all sources come in order, with the time of the newest link where that is asked for', async () => {
  await using api = await startApi()
  await api.apply([
    commit('bob', 'com.example.b', { to: SUBJECT }, NOW - 3 * HOUR),
    commit('bob', 'com.example.b', { of: [SUBJECT], to: SUBJECT }, NOW - 2 * HOUR),
    commit('carol', 'com.example.a', { to: SUBJECT }, NOW - HOUR),
    commit('dave', 'com.example.a', { to: SUBJECT }, NOW),
    status('dave', { active: false, status: 'deactivated' }, NOW),
  ])
  const counts = (records: number, distinct_dids: number, time: number) => {
    return { records, distinct_dids, last_seen: isoOf(time) }
  }
  const links = {
    'com.example.a': { '.to': counts(2, 2, NOW - HOUR) },
    'com.example.b': { '.of[]': counts(1, 1, NOW - 2 * HOUR), '.to': counts(2, 1, NOW - 2 * HOUR) },
  }
  const all = await api.get(`/links/all?target=${SUBJECT}&hydrate=true`)
  expect(all.text).toBe(JSON.stringify({ links }))
  const plain = await api.get(`/links/all?target=${SUBJECT}`)
  expect(plain.text).toBe(
    JSON.stringify({ links }, (name, value) => (name === 'last_seen' ? undefined : value)),
  )
  const span = `since=${isoOf(NOW - 2 * HOUR)}&until=${isoOf(NOW)}`
  const some = await api.get(`/links/all/count?target=${SUBJECT}&${span}`)
  expect(some.text).toBe(
    JSON.stringify({
      links: { 'com.example.a': { '.to': 1 }, 'com.example.b': { '.of[]': 1, '.to': 1 } },
    }),
  )
})

test('names with a meaning in JavaScript are sources like any other', async () => {
  await using api = await startApi()
  const record = JSON.parse(`{"__proto__":{"to":"${SUBJECT}"},"constructor":"${SUBJECT}"}`)
  await api.apply([commit('bob', COLLECTION, record, NOW)])
  const { text } = await api.get(`/links/all/count?target=${SUBJECT}`)
  expect(text).toBe(`{"links":{"${COLLECTION}":{".__proto__.to":1,".constructor":1}}}`)
})

test('a link of the longest text that is indexed can be asked for and paged', async () => {
  await using api = await startApi()
  const long = (end: string) => `https://a.example/${'a'.repeat(8173)}${end}`
  const made = ['b', 'c'].map((name) =>
    commit(name, COLLECTION, { to: long('z'), with: long(name) }, NOW),
  )
  await api.apply(made)
  const asked = `subject=${long('z')}&source=${COLLECTION}:to&pathToOther=with&limit=1`
  const first = await api.get(`${XRPC}getManyToManyCounts?${asked}`)
  const { cursor, counts_by_other_subject } = first.json as Record<string, unknown>
  expect(counts_by_other_subject).toEqual([{ subject: long('b'), total: 1, distinct: 1 }])
  const second = await api.get(
    `${XRPC}getManyToManyCounts?subject=${long('z')}&source=${COLLECTION}:to&pathToOther=with&cursor=${cursor}`,
  )
  expect(second.json).toEqual({
    counts_by_other_subject: [{ subject: long('c'), total: 1, distinct: 1 }],
    cursor: null,
  })
})

test('every answer says from when on the index is complete', async () => {
  await using api = await startApi({ retentionHours: 6, clock: () => NOW })
  const address = `${XRPC}getBacklinksCount?${ASKED}`
  const sinceOf = async () => (await api.get(address)).headers.get('orrery-complete-since')
  expect(await sinceOf()).toBe(isoOf(NOW))

  await api.apply([commit('bob', COLLECTION, { to: SUBJECT }, NOW - 2 * HOUR)])
  expect(await sinceOf()).toBe(isoOf(NOW - 2 * HOUR))
  await api.apply([commit('bob', COLLECTION, { to: SUBJECT }, NOW - 5.5 * HOUR)])
  expect(await sinceOf()).toBe(isoOf(NOW - 5.5 * HOUR))

  for (const path of ['/', '/links/stats', `/links?${OLDER}`, `/links/all?target=${SUBJECT}`]) {
    const { headers } = await api.get(path)
    expect(headers.get('orrery-complete-since')).toBe(isoOf(NOW - 5.5 * HOUR))
    expect(headers.get('access-control-expose-headers')).toContain('Orrery-Complete-Since')
  }
})

test('the index tells how large it is and since when it is kept', async () => {
  await using api = await startApi({ clock: () => NOW })
  const empty = { dids: 0, targetables: 0, linking_records: 0, other_data: {} }
  expect((await api.get('/')).json).toMatchObject({ stats: empty })

  await api.apply([
    commit('bob', COLLECTION, { to: SUBJECT, with: alice }, NOW - HOUR),
    commit('carol', COLLECTION, { to: SUBJECT }, NOW),
  ])
  const begun = 50 * HOUR
  await api.redis.hSet(keys.layout, 'begun', String(NOW - begun))
  const answer = {
    help: expect.stringContaining('getBacklinks'),
    days_indexed: 2,
    stats: {
      dids: 2,
      targetables: 2,
      linking_records: 2,
      started_at: (NOW - begun) * 1000,
      other_data: {},
    },
  }
  expect((await api.get('/')).json).toEqual(answer)
  expect((await api.get('/links/stats')).json).toEqual({
    ...answer,
    complete_since: isoOf(NOW - HOUR),
  })
})

const alice = didOf('alice')
