import { keys } from '@orrery/shared/keys'
import { claimLayout } from '@orrery/shared/layout'
import { connect } from '@orrery/shared/redis'
import { startRedis } from '@orrery/shared/testing'
import { expect, test } from 'vitest'
import { unknownProfile } from './circle.ts'
import { openProfiles } from './profiles.ts'
import { openStored } from './stored.ts'
import { didOf } from './testing-events.ts'

const alice = didOf('alice')

test('a profile is remembered for seconds, and not beyond the connection it was read by', async () => {
  await using server = await startRedis()
  await using redis = await connect(server.url)
  await claimLayout(redis, { partitions: 4, bucketHours: 1 })
  const readStored = openStored(redis, 48)
  let now = 0
  const readProfiles = openProfiles({ profilesOf: async () => [] }, Math.random, () => now)
  const name = (displayName: string) =>
    redis.set(keys.profile(alice), JSON.stringify({ ...unknownProfile(alice), displayName }))
  const nameRead = async () =>
    (await readProfiles(await readStored(), [alice])).get(alice)?.displayName

  await name('Alice')
  expect(await nameRead()).toBe('Alice')
  await name('Alicia')
  now += 9999
  expect(await nameRead()).toBe('Alice')
  now += 1
  expect(await nameRead()).toBe('Alicia')
  await name('Alix')
  redis.emit('ready')
  expect(await nameRead()).toBe('Alix')
})
