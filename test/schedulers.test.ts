import { keys } from '@orrery/shared/keys'
import { connect, type Redis } from '@orrery/shared/redis'
import { startRedis } from '@orrery/shared/testing'
import { expect, test } from 'vitest'
import { startService, until } from './services.ts'

const SECONDS = '1'

function schedulerOn(url: string, restarts = false) {
  const env = { REDIS_URL: url, LEASE_SECONDS: SECONDS }
  return startService('scheduler/main.ts', env, [], { restarts })
}

const holderOf = (redis: Redis) => redis.get(keys.lease('scheduler'))

/** How often the job that runs each second has run is not told; that its last run changes is. */
async function untilJobsRun(redis: Redis, services: ReturnType<typeof schedulerOn>[]) {
  const last = await redis.hGet(keys.jobs, 'trim')
  await until(
    'a job has run',
    async () => {
      const record = await redis.hGet(keys.jobs, 'trim')
      return record !== last && JSON.parse(record ?? '{}').endedAt !== null
    },
    services,
  )
}

test('of two schedulers one works; when it is killed the other takes over', async () => {
  await using server = await startRedis()
  await using redis = await connect(server.url)
  await using first = schedulerOn(server.url)
  await until('the first has the lease', async () => (await holderOf(redis)) !== null, [first])
  const holder = await holderOf(redis)
  await using second = schedulerOn(server.url)
  for (let run = 0; run < 3; run++) await untilJobsRun(redis, [first, second])
  expect(await holderOf(redis)).toBe(holder)
  expect(second.output()).not.toContain('lease taken')

  await first.kill()
  await until('the second has it', async () => second.output().includes('lease taken'), [second])
  await untilJobsRun(redis, [second])
  expect(await holderOf(redis)).not.toBe(holder)
})

test('one that is frozen and goes on later has lost its connections, and waits for the lease again', async () => {
  await using server = await startRedis()
  await using redis = await connect(server.url)
  await using first = schedulerOn(server.url, true)
  await untilJobsRun(redis, [first])
  await using second = schedulerOn(server.url, true)
  first.freeze()
  await until('the second works', async () => second.output().includes('lease taken'), [second])
  const holder = await holderOf(redis)
  await untilJobsRun(redis, [second])
  first.thaw()
  await until('the first has ended and come again', async () => first.lives() > 1, [first])
  await untilJobsRun(redis, [first, second])

  expect(await holderOf(redis)).toBe(holder)
  expect(second.lives()).toBe(1)
})
