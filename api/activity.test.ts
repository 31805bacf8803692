import { readLayout } from '@orrery/shared/layout'
import { DAY, HOUR } from '@orrery/shared/step'
import { openStore } from '@orrery/shared/store'
import { expect, test } from 'vitest'
import { countHistory } from '../scheduler/history.ts'
import { startApi } from './testing.ts'
import { didOf, like, mention, reply, repost, status } from './testing-events.ts'

const START = Math.floor(Date.now() / DAY) * DAY + 6 * HOUR
const { signal } = new AbortController()
const alice = didOf('alice')
const none = { like: 0, repost: 0, reply: 0, quote: 0, post: 0, total: 0 }
const iso = (time: number) => new Date(time).toISOString()

test('what an account did and got is told by hour, type and direction', async () => {
  await using api = await startApi({ clock: () => START })
  await api.apply([
    like('alice', 'bob', START - 2 * HOUR),
    like('alice', 'carol', START - 2 * HOUR + 1),
    reply('bob', 'alice', 'hello', START - 2 * HOUR + 2),
    mention('carol', 'alice', 'you', START - 60_000),
    like('alice', 'bob', START - 30 * HOUR),
  ])

  const { json } = await api.get(`/activity/${alice}?window=24h`)
  expect(json).toEqual({
    did: alice,
    handle: null,
    window: { from: iso(START - DAY), to: iso(START) },
    step: 'hour',
    sent: { ...none, like: 2, total: 2 },
    received: { ...none, reply: 1, post: 1, total: 2 },
    accounts: { sent: 2, received: 2, both: 2 },
    steps: [
      {
        at: iso(START - 2 * HOUR),
        sent: { ...none, like: 2, total: 2 },
        received: { ...none, reply: 1, total: 1 },
      },
      { at: iso(START - HOUR), sent: none, received: { ...none, post: 1, total: 1 } },
    ],
  })
})

test('whoever is told of nowhere is not counted, as among the partners', async () => {
  await using api = await startApi({ clock: () => START })
  await api.apply([
    like('bob', 'alice', START - HOUR),
    like('gone', 'alice', START - HOUR),
    status('gone', { active: false, status: 'deactivated' }, START - 1000),
  ])

  const { json } = await api.get(`/activity/${alice}`)
  expect(json).toMatchObject({ received: { like: 1, total: 1 }, accounts: { both: 1 } })
  expect((await api.get(`/activity/${didOf('gone')}`)).status).toBe(404)
  const { json: unknown } = await api.get(`/activity/${didOf('nobody')}`)
  expect(unknown).toMatchObject({ sent: none, received: none, steps: [] })
})

test('what has gone from the records is told out of history, by the day where that is asked for', async () => {
  let now = START
  await using api = await startApi({ clock: () => now })
  await api.apply([like('alice', 'bob', START - HOUR), repost('bob', 'alice', START - 2 * HOUR)])
  const store = openStore(api.redis, await readLayout(api.redis), 48)
  now = START + 60 * HOUR
  for (const hours of [1, 48, 49]) {
    await countHistory(store, 30, START + hours * HOUR + 60_000, signal)
  }
  await api.apply([like('alice', 'bob', now - HOUR)])

  const { json: hours } = await api.get(`/activity/${alice}?window=7d`)
  expect(hours).toMatchObject({
    sent: { like: 2 },
    received: { repost: 1 },
    accounts: { sent: 1, received: 1, both: 1 },
    steps: [
      { at: iso(START - 2 * HOUR), received: { repost: 1 } },
      { at: iso(START - HOUR), sent: { like: 1 } },
      { at: iso(now - HOUR), sent: { like: 1 } },
    ],
  })
  const { json: days } = await api.get(`/activity/${alice}?window=7d&step=day`)
  expect(days).toMatchObject({
    step: 'day',
    steps: [
      { at: iso(START - 6 * HOUR), sent: { like: 1 }, received: { repost: 1 } },
      { at: iso(now - 18 * HOUR), sent: { like: 1 } },
    ],
  })
})
