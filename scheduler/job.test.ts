import { keys } from '@orrery/shared/keys'
import { createLog } from '@orrery/shared/logging'
import { connect } from '@orrery/shared/redis'
import { startRedis } from '@orrery/shared/testing'
import { expect, test } from 'vitest'
import { enterJobs, type Job, runJob } from './job.ts'

const log = createLog('scheduler', 'silent')
const start = Date.parse('2026-03-10T12:00:05Z')

function jobThat(run: Job['run']): Job {
  return { name: 'count', pattern: '* * * * * *', run }
}

/** A clock that shows one second more each time it is asked. */
function tickingClock() {
  let now = start
  return () => {
    now += 1000
    return now - 1000
  }
}

test('a run leaves when it began and ended and how many rows it wrote', async () => {
  await using server = await startRedis()
  await using redis = await connect(server.url)
  const { signal } = new AbortController()
  const times: number[] = []
  const job = jobThat(async (now) => times.push(now) + 6)

  await runJob(job, { redis, log, signal, clock: tickingClock() })
  expect(times).toEqual([start])
  expect(JSON.parse((await redis.hGet(keys.jobs, 'count')) ?? '')).toEqual({
    startedAt: '2026-03-10T12:00:05.000Z',
    endedAt: '2026-03-10T12:00:06.000Z',
    rows: 7,
    error: null,
    lateAt: '2026-03-10T12:00:23.000Z',
  })
})

test('a job is late some seconds after the second turn that it has missed', async () => {
  await using server = await startRedis()
  await using redis = await connect(server.url)
  const { signal } = new AbortController()
  const job = { ...jobThat(async () => 0), pattern: '40 3 * * * *' }

  await runJob(job, { redis, log, signal, clock: () => start })
  expect(JSON.parse((await redis.hGet(keys.jobs, 'count')) ?? '')).toMatchObject({
    lateAt: '2026-03-10T13:03:55.000Z',
  })
})

test('every job of the timetable is listed before its first run, and none that has left it', async () => {
  await using server = await startRedis()
  await using redis = await connect(server.url)
  const context = { redis, log, signal: new AbortController().signal, clock: () => start }
  const [count, trim, hot] = ['count', 'trim', 'hot'].map((name) => ({
    ...jobThat(async () => 1),
    name,
  })) as [Job, Job, Job]
  await enterJobs(redis, [count, trim], start)
  await runJob(count, context)
  const ran = await redis.hGet(keys.jobs, 'count')
  await enterJobs(redis, [count, hot], start + 60_000)

  expect(await redis.hGetAll(keys.jobs)).toEqual({ count: ran, hot: expect.any(String) })
  expect(JSON.parse((await redis.hGet(keys.jobs, 'hot')) ?? '')).toEqual({
    startedAt: null,
    endedAt: null,
    rows: null,
    error: null,
    lateAt: '2026-03-10T12:01:22.000Z',
  })
})

test('a failure is recorded, thrown to nobody, and forgotten after the next good run', async () => {
  await using server = await startRedis()
  await using redis = await connect(server.url)
  const context = { redis, log, signal: new AbortController().signal, clock: tickingClock() }

  await runJob(
    jobThat(() => Promise.reject(new Error('the disk is full'))),
    context,
  )
  expect(JSON.parse((await redis.hGet(keys.jobs, 'count')) ?? '')).toMatchObject({
    rows: null,
    error: 'the disk is full',
  })
  await runJob(
    jobThat(async () => 0),
    context,
  )
  expect(JSON.parse((await redis.hGet(keys.jobs, 'count')) ?? '')).toMatchObject({
    rows: 0,
    error: null,
  })
})

test('a run that was told to stop is no failure', async () => {
  await using server = await startRedis()
  await using redis = await connect(server.url)
  const signal = AbortSignal.abort()

  await runJob(
    jobThat(async (_, given) => {
      given.throwIfAborted()
      return 1
    }),
    { redis, log, signal },
  )
  expect(await redis.exists(keys.jobs)).toBe(0)
})

test('where Redis is gone the run cannot be recorded and throws', async () => {
  await using server = await startRedis()
  await using redis = await connect(server.url)
  const { signal } = new AbortController()
  redis.destroy()

  await expect(
    runJob(
      jobThat(async () => 1),
      { redis, log, signal },
    ),
  ).rejects.toThrow()
})
