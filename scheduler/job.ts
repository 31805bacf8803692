import { keys } from '@orrery/shared/keys'
import type { Logger } from '@orrery/shared/logging'
import type { Redis } from '@orrery/shared/redis'

/**
 * One line of the timetable. `pattern` is a cron pattern with seconds, in UTC. What a job writes it
 * recomputes whole, so that a run may come twice, late or after one that was cut off.
 */
export type Job = {
  name: string
  pattern: string
  /** Runs so often that only its failures are worth a line. */
  isQuiet?: boolean
  /** @returns how many rows the run wrote or removed */
  run(now: number, signal: AbortSignal): Promise<number>
}

export type JobContext = {
  redis: Redis
  log: Logger
  signal: AbortSignal
  clock?: () => number
}

/** What a job last did; times are ISO, `rows` is null and `error` a message where it failed. */
export type JobRecord = {
  startedAt: string
  endedAt: string
  rows: number | null
  error: string | null
}

/**
 * Runs a job once, logs it and records it in the hash of jobs. A failure is recorded too and the
 * job's next turn comes; only where it cannot be recorded, because Redis is gone, it is thrown.
 */
export async function runJob(job: Job, context: JobContext): Promise<void> {
  const { redis, log, signal, clock = Date.now } = context
  const start = clock()
  const outcome = await outcomeOf(job, start, signal)
  if (outcome.rows === null && signal.aborted) return

  const end = clock()
  const record: JobRecord = {
    startedAt: new Date(start).toISOString(),
    endedAt: new Date(end).toISOString(),
    rows: outcome.rows,
    error: outcome.rows === null ? messageOf(outcome.error) : null,
  }
  const line = { job: job.name, ...record, milliseconds: end - start }
  if (outcome.rows === null) log.error({ ...line, err: outcome.error }, 'job failed')
  else if (outcome.rows === 0 || job.isQuiet) log.debug(line, 'job done')
  else log.info(line, 'job done')
  await redis.hSet(keys.jobs, job.name, JSON.stringify(record))
}

type Outcome = { rows: number } | { rows: null; error: unknown }

async function outcomeOf(job: Job, now: number, signal: AbortSignal): Promise<Outcome> {
  try {
    return { rows: await job.run(now, signal) }
  } catch (error) {
    return { rows: null, error }
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
