import { collectionFilterOf } from '@orrery/shared/collection-filter'
import { connectionOf, readConfig } from '@orrery/shared/config'
import { type Gap, noteGap } from '@orrery/shared/gaps'
import { claimLayout } from '@orrery/shared/layout'
import { repeat, runTogether } from '@orrery/shared/loops'
import { offerMetrics } from '@orrery/shared/prometheus'
import { connect } from '@orrery/shared/redis'
import { ready, runService } from '@orrery/shared/service'
import { checkBacklog } from './backlog.ts'
import { createBrake } from './brake.ts'
import { settings } from './config.ts'
import { feedOf } from './feed.ts'
import { followFeed } from './follow-feed.ts'
import { writeHealth } from './health.ts'
import { createIntake } from './intake.ts'
import { firehoseMetrics } from './metrics.ts'
import { createPaceLog } from './pace-log.ts'
import { createPending } from './pending.ts'
import { newProgress } from './progress.ts'
import { createPublisher } from './publisher.ts'

await runService('firehose', async ({ signal, log }) => {
  const config = readConfig(settings)
  const partitions = config.PARTITIONS
  const feed = feedOf(config.JETSTREAM_URL, config.COLLECTIONS)
  const now = Date.now
  await using redis = await connect(config.REDIS_URL, {
    ...connectionOf(config),
    ordered: true,
    log,
    signal,
  })
  await claimLayout(redis, { partitions }, { log, signal })
  ready()

  const progress = newProgress()
  const brake = createBrake((reason, held) => {
    const level = reason === 'redis' ? 'debug' : 'info' // while catching up, several a second
    log[level]({ behind: reason }, held ? 'paused' : 'resumed')
  }, now)
  const pending = createPending(redis, brake, config.MAX_PENDING_BYTES)
  const publisher = createPublisher({
    redis,
    pending,
    feed: feed.name,
    partitions,
    batchEvents: config.BATCH_EVENTS,
    batchWaitMs: config.BATCH_WAIT_MS,
    now,
  })
  const follow = {
    redis,
    feed,
    partitions,
    replayHours: config.REPLAY_HOURS,
    rewindSeconds: config.REWIND_SECONDS,
    idleMs: config.IDLE_SECONDS * 1000,
    brake,
    intake: createIntake(collectionFilterOf(config.COLLECTIONS), publisher, progress),
    publisher,
    noteGap: (gap: Gap) => pending.settle(noteGap(redis, gap), 0),
    progress,
    log,
    now,
    random: Math.random,
  }
  const metrics = firehoseMetrics(progress, brake, now)
  await using _ = await offerMetrics('firehose', metrics, config, log)
  const tellHealth = () => writeHealth(redis, feed, { progress, brake }, now())
  const limits = { partitions, maxBytes: config.MAX_STREAM_BYTES }
  const watchBacklog = () => checkBacklog(redis, brake, limits)
  const logPace = createPaceLog(log, progress, brake, now)

  await watchBacklog()
  await runTogether(
    [
      (stop) => followFeed(follow, stop),
      (stop) => pending.untilFailure(stop),
      (stop) => repeat(250, watchBacklog, stop),
      (stop) => repeat(1000, tellHealth, stop),
      (stop) => repeat(60_000, logPace, stop),
    ],
    signal,
  )
  await tellHealth()
})
