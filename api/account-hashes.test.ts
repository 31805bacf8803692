import { readBusyAccounts } from '@orrery/shared/busy-account'
import { expect, test } from 'vitest'
import type { Partners } from './partners.ts'
import { startApi } from './testing.ts'
import { didOf, like } from './testing-events.ts'

const HOUR = 3_600_000
const now = Math.floor(Date.now() / HOUR) * HOUR + HOUR / 2

test('an answer knows the buckets that have begun since the last one', async () => {
  await using api = await startApi({ clock: () => now })
  const totals = async () => {
    const { json } = await api.get(`/interactions/${didOf('alice')}`)
    return (json as Partners).both.map(({ total }) => total)
  }
  expect(await totals()).toEqual([])
  for (const hoursAgo of [5, 0, 9]) {
    await api.apply([like('alice', 'bob', now - 1 - hoursAgo * HOUR)])
    await api.apply([like('bob', 'alice', now - 1 - hoursAgo * HOUR)])
    await totals()
  }
  expect(await totals()).toEqual([6])
})

test('an account is read in its own keys as soon as it is busy', async () => {
  await using api = await startApi({ clock: () => now, limits: { busy: { links: 3, sample: 1 } } })
  const received = async () => {
    const { json } = await api.get(`/interactions/${didOf('alice')}`)
    return (json as Partners).received.map(({ total }) => total)
  }
  const likes = (count: number) =>
    Array.from({ length: count }, () => like('bob', 'alice', now - HOUR))
  await api.apply(likes(2))
  expect(await received()).toEqual([2])
  expect((await readBusyAccounts(api.redis)).size).toBe(0)
  await api.apply(likes(3))
  expect((await readBusyAccounts(api.redis)).size).toBe(1)
  await api.apply(likes(4))
  expect(await received()).toEqual([9])
})
