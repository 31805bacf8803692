import { connectionOf, readConfig } from '@orrery/shared/config'
import { claimLayout } from '@orrery/shared/layout'
import { type Loop, repeat, runTogether } from '@orrery/shared/loops'
import { offerMetrics } from '@orrery/shared/prometheus'
import { connect } from '@orrery/shared/redis'
import { ready, runService } from '@orrery/shared/service'
import { createBacklog } from './backlog.ts'
import { createBrake } from './brake.ts'
import { settings } from './config.ts'
import { readDictionaryFile } from './dictionary.ts'
import { feedOf } from './feed.ts'
import { followFeed } from './follow-feed.ts'
import { writeHealth } from './health.ts'
import { firehoseMetrics } from './metrics.ts'
import { createPaceLog } from './pace-log.ts'
import { createPending } from './pending.ts'
import { newProgress } from './progress.ts'
import { createSource } from './source.ts'
import { createWanted } from './wanted.ts'
import { keepWantedDids, readWantedDids } from './wanted-dids.ts'

await runService('firehose', async ({ signal, log }) => {
  const config = readConfig(settings)
  const partitions = config.PARTITIONS
  const now = Date.now
  await using redis = await connect(config.REDIS_URL, {
    ...connectionOf(config),
    ordered: true,
    log,
    signal,
  })
  const dids = await readWantedDids(redis, config.DIDS)
  const dictionary = await readDictionaryFile(config.ZSTD_DICTIONARY)
  await claimLayout(redis, { partitions }, { log, signal })
  ready()

  const progress = newProgress()
  const brake = createBrake((reason, held) => {
    const level = reason === 'redis' ? 'debug' : 'info' // while catching up, several a second
    log[level]({ behind: reason }, held ? 'paused' : 'resumed')
  }, now)
  const limits = { partitions, maxBytes: config.MAX_STREAM_BYTES }
  const backlog = createBacklog(redis, brake, limits)
  const pending = createPending(redis, brake, config.MAX_PENDING_BYTES, backlog.add)
  const writing = {
    redis,
    pending,
    partitions,
    batchEvents: config.BATCH_EVENTS,
    batchWaitMs: config.BATCH_WAIT_MS,
    now,
  }
  const wanted = createWanted(config.COLLECTIONS, dids, config.LANGUAGES)
  const [first, ...others] = config.JETSTREAM_URL
  const sourceOf = (url: string) => createSource(feedOf(url, config.JETSTREAM_WIRE), writing)
  const follow = {
    redis,
    sources: [sourceOf(first), ...others.map(sourceOf)] as const,
    partitions,
    replayHours: config.REPLAY_HOURS,
    rewindSeconds: config.REWIND_SECONDS,
    moveRewindSeconds: config.MOVE_REWIND_SECONDS,
    idleMs: config.IDLE_SECONDS * 1000,
    compression: { isWanted: config.JETSTREAM_ZSTD, v1: dictionary },
    wanted,
    brake,
    progress,
    log,
    now,
    random: Math.random,
  }
  const metrics = firehoseMetrics(progress, brake, now)
  await using _ = await offerMetrics('firehose', metrics, config, log)
  const tellHealth = () => writeHealth(redis, { progress, brake }, now())
  const logPace = createPaceLog(log, progress, brake, now)

  const listing = { redis, setting: config.DIDS, wanted, log, everyMs: 5000 }
  const watchDids: Loop[] = dids ? [(stop) => keepWantedDids(listing, dids, stop)] : []

  await backlog.check()
  await runTogether(
    [
      (stop) => followFeed(follow, stop),
      ...watchDids,
      (stop) => pending.untilFailure(stop),
      (stop) => repeat(250, backlog.check, stop),
      (stop) => repeat(1000, tellHealth, stop),
      (stop) => repeat(60_000, logPace, stop),
    ],
    signal,
  )
  await tellHealth()
})
