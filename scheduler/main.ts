import { randomUUID } from 'node:crypto'
import { constants, setPriority } from 'node:os'
import { connectionOf, readConfig } from '@orrery/shared/config'
import { openDocuments } from '@orrery/shared/documents'
import { claimLayout } from '@orrery/shared/layout'
import { runTogether } from '@orrery/shared/loops'
import { openMetrics } from '@orrery/shared/metric-registry'
import { EVENTS, metricOf } from '@orrery/shared/metrics'
import { detectModules } from '@orrery/shared/modules'
import { offerMetrics } from '@orrery/shared/prometheus'
import { connect } from '@orrery/shared/redis'
import { warnOfDangers } from '@orrery/shared/redis-care'
import { endWhenLost } from '@orrery/shared/redis-loss'
import { prepareServer } from '@orrery/shared/redis-settings'
import { openSeries } from '@orrery/shared/series'
import { ready, runService } from '@orrery/shared/service'
import { openStore } from '@orrery/shared/store'
import { watchBuckets } from './changed-buckets.ts'
import { sumCollections } from './collections.ts'
import { settings } from './config.ts'
import { dropBuckets } from './drop-buckets.ts'
import { eventCounter } from './event-minutes.ts'
import { keepHistory } from './history.ts'
import { enterJobs, type Job, runJob } from './job.ts'
import { addJobMetrics } from './job-metrics.ts'
import { holdLease, type Lease } from './lease.ts'
import { bringUpToDate } from './migrate.ts'
import { minuteCounter } from './minute-counts.ts'
import { countMinutes } from './minutes.ts'
import { pruneHot } from './prune-hot.ts'
import { hasLatest } from './set-minutes.ts'
import { addStoreMetrics } from './store-metrics.ts'
import { readStoreState } from './store-state.ts'
import { startTimetable } from './timetable.ts'
import { writeTopLists } from './top-lists.ts'
import { trimStreams } from './trim.ts'

await runService('scheduler', async ({ signal, log, trace }) => {
  // What it counts can wait; who asks and what comes in cannot.
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL)
  const config = readConfig(settings)
  const name = `scheduler-${randomUUID()}`
  await using redis = await connect(config.REDIS_URL, {
    name,
    ...connectionOf(config),
    log,
    signal,
  })
  const untilLost = endWhenLost(redis)
  const holding = { redis, name, silence: config.LEASE_SECONDS * 1000, log }
  await runTogether([(stop) => bringUpToDate(holding, stop), untilLost], signal)
  const modules = await detectModules(redis)
  const series = openSeries(redis, modules)
  const { PARTITIONS: partitions, BUCKET_HOURS: bucketHours } = config
  const layout = await claimLayout(redis, { partitions, bucketHours }, { log, signal })
  const store = openStore(redis, layout, config.RETENTION_HOURS)
  const minutes = { series, store, count: minuteCounter(store), changed: watchBuckets(store) }

  const history = { days: config.HISTORY_DAYS, weeks: config.HISTORY_WEEKS }
  const lists = { store, documents: openDocuments(redis, modules), historyDays: history.days }

  const timetable: Job[] = [
    {
      name: 'trim',
      pattern: '* * * * * *',
      isQuiet: true,
      run: () => trimStreams(redis, config.LIVE_REPLAY_BYTES),
    },
    {
      name: 'minutes',
      pattern: '5 * * * * *',
      isEarly: true,
      isCurrent: () => hasLatest(series, metricOf('like'), Date.now()),
      run: (now, stop) => countMinutes(minutes, now, stop),
    },
    {
      name: 'events',
      pattern: '8 * * * * *',
      isEarly: true,
      isCurrent: () => hasLatest(series, EVENTS, Date.now()),
      run: eventCounter(store, series),
    },
    { name: 'hot', pattern: '20 * * * * *', run: (now, stop) => pruneHot(store, now, stop) },
    {
      name: 'history',
      pattern: '30 * * * * *',
      run: (now, stop) => keepHistory(store, history, now, stop),
    },
    {
      name: 'collections',
      pattern: '50 * * * * *',
      run: (now, stop) => sumCollections(store, now, stop),
    },
    {
      name: 'top',
      pattern: '45 * * * * *',
      isEarly: true,
      run: (now, stop) => writeTopLists(lists, now, stop),
    },
    { name: 'buckets', pattern: '40 3 * * * *', run: (now, stop) => dropBuckets(store, now, stop) },
  ]

  const metrics = openMetrics()
  const observe = addJobMetrics(metrics)
  addStoreMetrics(metrics, () => readStoreState(store, series, Date.now()))
  const work = async ({ signal, isHeld }: Lease) => {
    const context = { redis, log, signal, observe, trace }
    await prepareServer(redis)
    await warnOfDangers(redis, log)
    await enterJobs(redis, timetable, Date.now())
    await startTimetable(timetable, async (job) => (isHeld() ? runJob(job, context) : null), signal)
  }

  await using _ = await offerMetrics('scheduler', metrics, config, log)
  ready()
  await runTogether([(stop) => holdLease(holding, work, stop), untilLost], signal)
})
