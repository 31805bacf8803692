import { randomUUID } from 'node:crypto'
import { keys } from '@orrery/shared/keys'
import { LAYOUT_VERSION } from '@orrery/shared/layout'
import { takeLease } from '@orrery/shared/lease'
import { createLog } from '@orrery/shared/logging'
import { connect } from '@orrery/shared/redis'
import { startRedis } from '@orrery/shared/testing'
import { expect, test } from 'vitest'
import { bringUpToDate, migrate } from './migrate.ts'
import type { Migration } from './migrations.ts'

const log = createLog('test', 'silent')
const OLD = LAYOUT_VERSION
const never = new AbortController().signal

/** Two steps, of which each writes down that it ran. */
function steps(ran: number[], failing?: number): Migration[] {
  return [OLD + 1, OLD + 2].map((to) => ({
    to,
    run: async () => {
      if (to === failing) throw new Error('cut short')
      ran.push(to)
    },
  }))
}

test('each step of a migration runs once, and one that was cut short runs again', async () => {
  await using server = await startRedis()
  await using redis = await connect(server.url)
  await redis.hSet(keys.layout, { version: OLD, partitions: 4, bucketHours: 1 })
  const ran: number[] = []
  const migrating = { redis, log, version: OLD + 2 }

  const failing = { ...migrating, migrations: steps(ran, OLD + 2) }
  await expect(migrate(failing, never)).rejects.toThrow('cut short')
  expect(ran).toEqual([OLD + 1])
  expect(await redis.hGetAll(keys.layout)).toMatchObject({
    version: String(OLD + 2),
    migratingFrom: String(OLD + 1),
  })

  await migrate({ ...migrating, migrations: steps(ran) }, never)
  await migrate({ ...migrating, migrations: steps(ran) }, never)
  expect(ran).toEqual([OLD + 1, OLD + 2])
  expect(await redis.hGetAll(keys.layout)).toEqual({
    version: String(OLD + 2),
    partitions: '4',
    bucketHours: '1',
  })
})

test('nothing is changed before the last indexer of the older version cannot write', async () => {
  await using server = await startRedis()
  await using redis = await connect(server.url)
  await using indexer = await connect(server.url, { name: 'indexer-old' })
  indexer.on('error', () => {})
  await redis.hSet(keys.layout, { version: OLD, partitions: 4, bucketHours: 1 })
  const claim = { redis: indexer, name: 'indexer-old', milliseconds: 500 }
  await takeLease(claim, 3)
  const before = await indexer.clientId()

  let isListed = true
  const look: Migration = {
    to: OLD + 1,
    run: async () => {
      isListed = String(await redis.sendCommand(['CLIENT', 'LIST'])).includes(`id=${before} `)
    },
  }
  await migrate({ redis, log, version: OLD + 1, migrations: [look] }, never)
  expect(isListed).toBe(false)
  expect(await redis.exists(keys.lease(3))).toBe(0)
  expect(await redis.exists(keys.holders(3))).toBe(0)
})

test('of two schedulers one brings the store up to date, and an empty store needs nothing', async () => {
  await using server = await startRedis()
  await using redis = await connect(server.url)
  const holding = () => ({ redis, name: `scheduler-${randomUUID()}`, silence: 1000, log })
  await bringUpToDate(holding(), never)
  expect(await redis.exists(keys.layout)).toBe(0)

  await redis.hSet(keys.layout, { version: OLD, migratingFrom: OLD, partitions: 4 })
  await Promise.all([bringUpToDate(holding(), never), bringUpToDate(holding(), never)])
  expect(await redis.hGetAll(keys.layout)).toEqual({ version: String(OLD), partitions: '4' })
})
