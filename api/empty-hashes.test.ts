import { readLayout } from '@orrery/shared/layout'
import { openStore } from '@orrery/shared/store'
import { expect, test } from 'vitest'
import { emptyHashesOf } from './empty-hashes.ts'
import { partnersOf } from './partners.ts'
import { startApi } from './testing.ts'
import { didOf, like } from './testing-events.ts'

const HOUR = 3_600_000
const NOW = Date.now()
const ALL = { from: 0, to: NOW + HOUR }

test('what comes into a bucket that held nothing of an account is found', async () => {
  // Buckets are quiet when they were last written to some minutes ago.
  await using api = await startApi({ clock: () => NOW - HOUR })
  const store = openStore(api.redis, await readLayout(api.redis), 0)
  const totalOf = async (name: string) => {
    const { both } = await partnersOf(store, didOf(name), ALL)
    return both.reduce((sum, { total }) => sum + total, 0)
  }
  await api.apply([like('alice', 'bob', NOW - 5 * HOUR), like('carol', 'bob', NOW - 3 * HOUR)])
  expect([await totalOf('alice'), await totalOf('carol')]).toEqual([1, 1])
  const alice = (await store.accounts.find([didOf('alice')])).get(didOf('alice')) ?? 0
  const bucket = Math.floor((NOW - 3 * HOUR) / HOUR)
  await expect.poll(() => emptyHashesOf(store).has(bucket, alice * 2)).toBe(true)

  await api.apply([like('alice', 'carol', NOW - 3 * HOUR)])
  expect(await totalOf('alice')).toBe(2)
  expect(emptyHashesOf(store).has(bucket, alice * 2)).toBe(false)
  expect(await totalOf('carol')).toBe(2)
})
