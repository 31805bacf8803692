import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { ConfigError } from './config.ts'
import { keys } from './keys.ts'
import { claimLayout, LAYOUT_VERSION, OLDEST_LAYOUT } from './layout.ts'
import { connect } from './redis.ts'
import { startRedis } from './testing.ts'

test('the first process settles the layout, and the others must agree with it', async () => {
  await using server = await startRedis()
  await using redis = await connect(server.url)
  const begun = { version: LAYOUT_VERSION, partitions: 8, bucketHours: 1 }
  expect(await claimLayout(redis, { partitions: 8, bucketHours: 1 })).toEqual(begun)
  expect(await claimLayout(redis, { partitions: 8 })).toEqual(begun)
  await expect(claimLayout(redis, { partitions: 4 })).rejects.toThrow(
    new ConfigError('PARTITIONS: this Redis was begun with 8, not 4; use that, or an empty Redis.'),
  )
})

test.each([
  ['newer', LAYOUT_VERSION + 1, /holds layout version \d+, .*run a newer program/],
  ['too old', OLDEST_LAYOUT - 1, /holds layout version \d+, .*run one in between first/],
])('a %s layout is refused in one sentence', async (_, version, message) => {
  await using server = await startRedis()
  await using redis = await connect(server.url)
  await redis.hSet(keys.layout, { version, partitions: 4, bucketHours: 1 })
  await expect(claimLayout(redis, { partitions: 4 })).rejects.toThrow(message)
})

test('a layout that is being brought up to date is waited for, also to no end', async () => {
  await using server = await startRedis()
  await using redis = await connect(server.url)
  await claimLayout(redis, { partitions: 4 })
  await redis.hSet(keys.layout, 'migratingFrom', LAYOUT_VERSION)
  const over = new AbortController()
  const given = claimLayout(redis, { partitions: 4 }, { signal: over.signal })
  over.abort()
  await expect(given).rejects.toBe(over.signal.reason)

  let isSettled = false
  const settled = claimLayout(redis, { partitions: 4 }).then((layout) => {
    isSettled = true
    return layout
  })
  await sleep(600)
  expect(isSettled).toBe(false)
  await redis.hDel(keys.layout, 'migratingFrom')
  expect(await settled).not.toHaveProperty('migratingFrom')
})
