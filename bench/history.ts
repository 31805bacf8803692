import { readHistoryState } from '@orrery/shared/history'
import { keys } from '@orrery/shared/keys'
import { connect, type Redis } from '@orrery/shared/redis'
import { DAY } from '@orrery/shared/step'
import type { Store } from '@orrery/shared/store'
import { freePort, startRedis } from '@orrery/shared/testing'
import { countHistory } from '../scheduler/history.ts'
import { rollUp } from '../scheduler/roll-up.ts'
import { loadAccounts } from './history-load.ts'
import { measureJob } from './job-cost.ts'
import { familiesOf, settledUse } from './memory-usage.ts'
import { type BenchOptions, type Size, sizesOf } from './options.ts'
import { startProcess, until } from './process.ts'
import { measureRequests, request } from './request-load.ts'
import type { Figures } from './result.ts'
import { printTable, rounded } from './table.ts'

const KEPT = { days: 30, weeks: 52 }
const COPIED_DAYS = 28
const QUESTION_SECONDS = 20
const { signal } = new AbortController()

/** What history costs: bytes, the jobs' time, and questions that reach thirty days back. */
export async function measureHistory(options: BenchOptions): Promise<Figures> {
  const sizes = sizesOf(options, [200_000, 1_000_000])
  const scale: Awaited<ReturnType<typeof runHistory>>[] = []
  for (const size of sizes) {
    const run = await runHistory(options, size)
    printRun(run)
    scale.push(run)
  }
  const main = scale.at(-1)
  if (main === undefined) throw new Error('there is at least one size')
  return { ...main, scale }
}

async function runHistory(options: BenchOptions, size: Size) {
  await using server = await startRedis()
  await using redis = await connect(server.url)
  const now = Date.now()
  const { store, interactions, typical } = await loadAccounts(redis, options.seed, size, now)

  const before = await settledUse(redis)
  const counting = await measureJob(redis, () => countHistory(store, KEPT.days, now, signal))
  const after = await settledUse(redis)
  const bytesPerInteraction = (after.total - before.total) / interactions
  const recounting = await measureJob(redis, () => recountLastHour(store, now))

  await copyDays(redis, now)
  const thirtyDays = await askForThirtyDays(options, server.url, typical)
  const coarser = await makeCoarser(redis, store, now, size.accounts)
  return {
    parameters: { ...size, hours: 48, days: KEPT.days },
    interactions,
    counts: counting.rows,
    bytesPerInteraction: rounded(bytesPerInteraction),
    countedPerSecond: Math.round((interactions / counting.milliseconds) * 1000),
    cpuMicrosecondsPerInteraction: {
      scheduler: rounded(counting.cpuMicroseconds / interactions),
      redis: rounded(counting.redisMicroseconds / interactions),
    },
    oneHour: {
      counts: recounting.rows,
      milliseconds: Math.round(recounting.milliseconds),
    },
    thirtyDays,
    ...coarser,
  }
}

/** The job of an hour later, as far as it counts the hour before this one. */
async function recountLastHour(store: Store, now: number): Promise<number> {
  const hour = Math.floor(now / 3_600_000) * 3_600_000
  await store.redis.hSet(keys.history, 'counted', String(hour - 3_600_000))
  return countHistory(store, KEPT.days, hour, signal)
}

/** Gives the days before the first one the same counts, so that there are thirty. */
async function copyDays(redis: Redis, now: number): Promise<void> {
  const yesterday = Math.floor(now / DAY) - 1
  const shards = (await readHistoryState(redis)).days.get(yesterday)?.shards ?? 0
  for (let day = yesterday - 1; day > yesterday - 1 - COPIED_DAYS; day--) {
    await redis.hSet(keys.history, String(day), String(shards))
    for (let shard = 0; shard < shards; shard += 500) {
      const some = Array.from(
        { length: Math.min(500, shards - shard) },
        (_, index) => shard + index,
      )
      await Promise.all(
        some.map((each) =>
          redis.copy(keys.dayCounts(yesterday, each), keys.dayCounts(day, each), { REPLACE: true }),
        ),
      )
    }
  }
}

async function askForThirtyDays(options: BenchOptions, redisUrl: string, typical: string[]) {
  const port = await freePort()
  const address = `http://127.0.0.1:${port}`
  const env = { REDIS_URL: redisUrl, PORT: String(port), APPVIEW_URL: 'http://127.0.0.1:1' }
  await using api = startProcess('api', 'api/main.ts', { profiles: options.profile, env })
  const answers = () =>
    request(undefined, `${address}/health`).then(
      ({ status }) => status < 500,
      () => false, // it does not listen yet
    )
  await until('the API answers', answers, [api])
  const ask = async (window: string) => {
    const pathOf = (number: number) =>
      `/circles/${typical[number % typical.length]}?window=${window}&orbits=3`
    const load = { address, pathOf, connections: 1, seconds: QUESTION_SECONDS }
    await measureRequests({ ...load, requests: typical.length })
    return (await measureRequests({ ...load, requests: options.requests })).latency
  }
  return { circleOf30Days: await ask('30d'), circleOf48Hours: await ask('48h') }
}

/** What an account takes in a day by the hour, in a day that tells no hours, and in a week. */
async function makeCoarser(redis: Redis, store: Store, now: number, accounts: number) {
  const days = (await readHistoryState(redis)).days.size
  const fine = (await bytesOf(redis, 'd')) / days / accounts
  await rollUp(store, KEPT, now + 31 * DAY, signal)
  const coarse = (await bytesOf(redis, 'd')) / days / accounts
  await rollUp(store, KEPT, now + 70 * DAY, signal)
  const { weeks } = await readHistoryState(redis)
  const week = (await bytesOf(redis, 'w')) / weeks.size / accounts
  return {
    bytesPerAccount: { day: rounded(fine), dayWithoutHours: rounded(coarse), week: rounded(week) },
  }
}

async function bytesOf(redis: Redis, family: string): Promise<number> {
  return (await familiesOf(redis)).get(family)?.bytes ?? 0
}

function printRun(run: Awaited<ReturnType<typeof runHistory>>) {
  const { parameters, interactions, thirtyDays, bytesPerAccount } = run
  console.log(
    `${interactions.toLocaleString('en')} interactions of ` +
      `${parameters.accounts.toLocaleString('en')} accounts over 48 h, then thirty days like them.\n`,
  )
  printTable(
    ['figure', 'value', 'unit'],
    [
      ['history of an interaction, both directions', run.bytesPerInteraction, 'bytes'],
      ['counted', run.countedPerSecond, 'interactions a second'],
      ['scheduler', run.cpuMicrosecondsPerInteraction.scheduler, 'µs of CPU an interaction'],
      ['Redis', run.cpuMicrosecondsPerInteraction.redis, 'µs of CPU an interaction'],
      ['circle of 30 days, p50', thirtyDays.circleOf30Days.p50Ms, 'ms'],
      ['circle of 30 days, p99', thirtyDays.circleOf30Days.p99Ms, 'ms'],
      ['circle of 48 hours, p50', thirtyDays.circleOf48Hours.p50Ms, 'ms'],
      ['circle of 48 hours, p99', thirtyDays.circleOf48Hours.p99Ms, 'ms'],
      ['an account’s day by the hour', bytesPerAccount.day, 'bytes'],
      ['an account’s day without hours', bytesPerAccount.dayWithoutHours, 'bytes'],
      ['an account’s week', bytesPerAccount.week, 'bytes'],
    ],
  )
  console.log()
}
