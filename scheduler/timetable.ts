import { wait } from '@orrery/shared/loops'
import { aborted } from '@orrery/shared/service'
import { Cron } from 'croner'
import type { Job } from './job.ts'

const EARLY_PAUSE = 5000
/** So many early turns may find something. */
const MOST_EARLY = 12

/**
 * Runs each job when its pattern says (UTC) until the signal aborts; running jobs are waited for. A
 * job that is still running when its next turn comes misses that turn. An error that `run` throws
 * ends the timetable and is thrown on. The clocks are set before the first await.
 * @param run tells how many rows the job wrote or removed, null where it did not come to an end
 */
export async function startTimetable(
  jobs: Job[],
  run: (job: Job) => Promise<number | null>,
  signal: AbortSignal,
  earlyPause = EARLY_PAUSE,
): Promise<void> {
  const running = new Set<Promise<void>>()
  const fruitful = new Set<Job>()
  const failure = Promise.withResolvers<never>()
  const over = new AbortController()

  function clockOf(job: Job): Cron {
    return new Cron(job.pattern, { timezone: 'UTC', mode: '6-part', protect: true }, async () => {
      const turn = run(job).then((rows) => void (rows && fruitful.add(job)), failure.reject)
      running.add(turn)
      await turn
      running.delete(turn)
    })
  }

  /** Until a turn has found something, whether it came early or by the clock, and all there is. */
  async function beginEarly(job: Job, clock: Cron): Promise<void> {
    for (let turns = 0; !over.signal.aborted; ) {
      if (!clock.isBusy()) await clock.trigger()
      if (fruitful.has(job)) {
        turns++
        if (turns === MOST_EARLY || !job.isCurrent || (await job.isCurrent())) return
      }
      await wait(earlyPause, over.signal)
    }
  }

  const clocks = jobs.map((job) => [job, clockOf(job)] as const)
  const early = clocks.filter(([job]) => job.isEarly && !signal.aborted)
  const begun = early.map(([job, clock]) => beginEarly(job, clock).catch(failure.reject))
  try {
    await Promise.race([aborted(signal), failure.promise])
  } finally {
    over.abort()
    for (const [, clock] of clocks) clock.stop()
    await Promise.all([...running, ...begun])
  }
}
