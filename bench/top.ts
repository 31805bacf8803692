import { openDocuments } from '@orrery/shared/documents'
import { keys } from '@orrery/shared/keys'
import { connect } from '@orrery/shared/redis'
import { HOUR } from '@orrery/shared/step'
import { startRedis } from '@orrery/shared/testing'
import { countHistory } from '../scheduler/history.ts'
import { writeTopLists } from '../scheduler/top-lists.ts'
import { loadAccounts } from './history-load.ts'
import { measureJob } from './job-cost.ts'
import { familiesOf } from './memory-usage.ts'
import { type BenchOptions, type Size, sizesOf } from './options.ts'
import type { Figures } from './result.ts'
import { printTable, rounded } from './table.ts'

const HISTORY_DAYS = 30
const { signal } = new AbortController()

/** What it costs to write the top lists, at several sizes of the network. */
export async function measureTop(options: BenchOptions): Promise<Figures> {
  const scale: Awaited<ReturnType<typeof runTop>>[] = []
  for (const size of sizesOf(options, [400_000, 2_000_000])) scale.push(await runTop(options, size))
  printTable(
    ['interactions of a day', 'seconds', 'CPU s', 'Redis CPU s', 'rows', 'KiB an hour'],
    scale.map((run) => [
      run.interactionsOfDay,
      run.seconds,
      run.cpuSeconds,
      run.redisCpuSeconds,
      run.rows,
      run.kibibytesOfHour,
    ]),
  )
  return { ...scale.at(-1), scale }
}

/** The most costly run: the last of an hour, which reads all of the hour's records. */
async function runTop({ seed }: BenchOptions, size: Size) {
  await using server = await startRedis()
  await using redis = await connect(server.url)
  const now = Math.floor(Date.now() / HOUR) * HOUR + 45_000
  const { store, interactions } = await loadAccounts(redis, seed, size, now)
  await countHistory(store, HISTORY_DAYS, now - HOUR, signal)
  const lists = {
    store,
    documents: openDocuments(redis, { json: false }),
    historyDays: HISTORY_DAYS,
  }
  await writeTopLists(lists, now, signal)
  await redis.hDel(keys.top, 'newest')

  const { rows, ...cost } = await measureJob(redis, () => writeTopLists(lists, now, signal))
  return {
    parameters: { ...size, hours: 48 },
    interactionsOfDay: Math.round(interactions / 2),
    seconds: rounded(cost.milliseconds / 1000),
    cpuSeconds: rounded(cost.cpuMicroseconds / 1e6),
    redisCpuSeconds: rounded(cost.redisMicroseconds / 1e6),
    rows,
    kibibytesOfHour: Math.round(((await familiesOf(redis)).get('top')?.bytes ?? 0) / 1024),
  }
}
