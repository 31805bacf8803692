import { aborted } from '@orrery/shared/service'
import { Cron } from 'croner'
import type { Job } from './job.ts'

/**
 * Runs each job when its pattern says (UTC) until the signal aborts; running jobs are waited for. A
 * job that is still running when its next turn comes misses that turn. An error that `run` throws
 * ends the timetable and is thrown on. The clocks are set before the first await.
 */
export async function startTimetable(
  jobs: Job[],
  run: (job: Job) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const running = new Set<Promise<void>>()
  const failure = Promise.withResolvers<never>()
  const clocks = jobs.map(
    (job) =>
      new Cron(job.pattern, { timezone: 'UTC', mode: '6-part', protect: true }, async () => {
        const turn = run(job).catch(failure.reject)
        running.add(turn)
        await turn
        running.delete(turn)
      }),
  )
  try {
    await Promise.race([aborted(signal), failure.promise])
  } finally {
    for (const clock of clocks) clock.stop()
    await Promise.all(running)
  }
}
