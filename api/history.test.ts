import { readLayout } from '@orrery/shared/layout'
import { HOUR } from '@orrery/shared/step'
import { openStore } from '@orrery/shared/store'
import { expect, test } from 'vitest'
import { countHistory } from '../scheduler/history.ts'
import { startApi } from './testing.ts'
import { didOf, like, mention, reply, repost } from './testing-events.ts'

const START = Math.floor(Date.now() / HOUR) * HOUR
const { signal } = new AbortController()
const [alice, bob] = [didOf('alice'), didOf('bob')]

/** Four interactions in two hours, then three more, sixty hours later. */
async function startWithPast() {
  let now = START
  const api = await startApi({ clock: () => now })
  const store = openStore(api.redis, await readLayout(api.redis), 48)
  await api.apply([
    like('alice', 'bob', START - 50 * 60_000),
    like('alice', 'bob', START - 40 * 60_000),
    reply('bob', 'alice', 'hello', START - 30 * 60_000),
    repost('carol', 'alice', START + 5 * 60_000),
  ])
  now = START + 60 * HOUR
  for (const hours of [1, 48, 49]) {
    await countHistory(store, 30, START + hours * HOUR + 60_000, signal)
  }
  await api.apply([
    reply('alice', 'bob', 'again', now - 3 * HOUR),
    mention('bob', 'alice', 'you', now - 2 * HOUR),
    like('carol', 'alice', now - 90 * 60_000),
  ])
  return { api, now }
}

const iso = (time: number) => new Date(time).toISOString()

test('a circle of a week has what is kept and what has gone', async () => {
  const { api, now } = await startWithPast()
  await using _ = api

  const { json: short } = await api.get(`/interactions/${alice}?window=48h`)
  expect(short).toMatchObject({ both: [{ did: bob, total: 2 }, { total: 1 }] })
  const { json: week } = await api.get(`/interactions/${alice}?window=7d`)
  expect(week).toMatchObject({
    window: { to: iso(now) },
    both: [
      { did: bob, like: 2, reply: 2, post: 1, characters: 13, total: 5, last: iso(now - 2 * HOUR) },
      { did: didOf('carol'), repost: 1, like: 1, total: 2 },
    ],
  })
  const { json: circle } = await api.get(`/circles/${alice}?window=30d`)
  expect(circle).toMatchObject({ orbits: [[{ did: bob, total: 5 }, { total: 2 }], []] })
})

test('a window between two times is cut by the hour where the records are gone', async () => {
  const { api } = await startWithPast()
  await using _ = api

  const window = `${iso(START - 45 * 60_000)}..${iso(START - 10 * 60_000)}`
  const { json } = await api.get(`/interactions/${bob}?window=${window}`)
  expect(json).toMatchObject({
    window: { from: iso(START - HOUR), to: iso(START) },
    both: [{ did: alice, like: 2, reply: 1, last: iso(START - HOUR) }],
  })
  for (const wrong of ['1h..2h', `${iso(START)}..${iso(START - 1)}`, '2026-01-01..', '3d']) {
    expect((await api.get(`/interactions/${bob}?window=${wrong}`)).status).toBe(400)
  }
})

test('a pair has its hours both ways, its first and last contact, and the records that are kept', async () => {
  const { api, now } = await startWithPast()
  await using _ = api

  const { json } = await api.get(`/pairs/${alice}/${bob}?window=7d`)
  const none = { like: 0, repost: 0, reply: 0, quote: 0, post: 0, characters: 0, total: 0 }
  const replied = { ...none, reply: 1, characters: 5, total: 1 }
  expect(json).toMatchObject({
    a: { did: alice },
    b: { did: bob },
    first: iso(START - HOUR),
    last: iso(now - 2 * HOUR),
    sent: { ...none, like: 2, reply: 1, characters: 5, total: 3 },
    received: { ...none, reply: 1, post: 1, characters: 8, total: 2 },
    hours: [
      { hour: iso(START - HOUR), sent: { ...none, like: 2, total: 2 }, received: replied },
      { hour: iso(now - 3 * HOUR), sent: replied, received: none },
      {
        hour: iso(now - 2 * HOUR),
        sent: none,
        received: { ...none, post: 1, characters: 3, total: 1 },
      },
    ],
    interactions: [
      { a: bob, s: alice, type: 'post', t: iso(now - 2 * HOUR), pr: null, c: 3 },
      { a: alice, s: bob, type: 'reply', t: iso(now - 3 * HOUR), pr: '3mmoojp7etg2g', c: 5 },
    ],
  })
  const { json: turned } = await api.get(`/pairs/${bob}/${alice}?window=7d`)
  expect(turned).toMatchObject({ sent: { total: 2 }, received: { total: 3 } })
  const { json: strangers } = await api.get(`/pairs/${bob}/${didOf('nobody')}`)
  expect(strangers).toMatchObject({ first: null, last: null, hours: [], interactions: [] })
})
