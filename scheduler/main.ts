import { readConfig } from '@orrery/shared/config'
import { connect } from '@orrery/shared/redis'
import { ready, runService } from '@orrery/shared/service'
import { settings } from './config.ts'
import { type Job, runJob } from './job.ts'
import { startTimetable } from './timetable.ts'
import { trimStreams } from './trim.ts'

await runService('scheduler', async ({ signal, log }) => {
  const config = readConfig(settings)
  await using redis = await connect(config.REDIS_URL, { log })

  const timetable: Job[] = [
    { name: 'trim', pattern: '*/10 * * * * *', run: () => trimStreams(redis) },
  ]

  // Without Redis no running job can end, and the timetable waits for them.
  signal.addEventListener('abort', () => !redis.isReady && redis.destroy(), { once: true })
  const ended = startTimetable(timetable, (job) => runJob(job, { redis, log, signal }), signal)
  ready()
  await ended
})
