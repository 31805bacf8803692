import type { JobRecord } from '@orrery/shared/job-record'
import { keys } from '@orrery/shared/keys'
import type { Logger } from '@orrery/shared/logging'
import type { Redis } from '@orrery/shared/redis'
import { type Trace, untraced } from '@orrery/shared/tracing'
import { Cron } from 'croner'
import type { ObserveJob } from './job-metrics.ts'

/**
 * One line of the timetable. `pattern` is a cron pattern with seconds, in UTC. What a job writes it
 * recomputes whole, so that a run may come twice, late or after one that was cut off.
 */
export type Job = {
  name: string
  pattern: string
  /** Runs so often that only its failures are worth a line. */
  isQuiet?: boolean
  /** Runs as soon as the timetable begins too, and every few seconds until it has found something. */
  isEarly?: boolean
  /** Whether an early turn that found something found all; else there are more, for a minute. */
  isCurrent?(): Promise<boolean>
  /** @returns how many rows the run wrote or removed */
  run(now: number, signal: AbortSignal): Promise<number>
}

export type JobContext = {
  redis: Redis
  log: Logger
  signal: AbortSignal
  observe?: ObserveJob
  trace?: Trace
  clock?: () => number
}

/** After the second turn that a job has missed, in milliseconds. */
const GRACE = 15_000

/**
 * Enters the jobs of the timetable into the hash of jobs where they are new, and takes out those that
 * are in it no more. What a job last did stays, and so does the time when it is late.
 */
export async function enterJobs(redis: Redis, jobs: Job[], now: number): Promise<void> {
  for (const { name, pattern } of jobs) {
    const never = { startedAt: null, endedAt: null, rows: null, error: null }
    const record: JobRecord = { ...never, lateAt: lateAtOf(pattern, now) }
    await redis.hSetNX(keys.jobs, name, JSON.stringify(record))
  }
  const known = await redis.hKeys(keys.jobs)
  const gone = known.filter((name) => !jobs.some((job) => job.name === name))
  if (gone.length > 0) await redis.hDel(keys.jobs, gone)
}

/**
 * Runs a job once, logs it and records it in the hash of jobs. A failure is recorded too and the
 * job's next turn comes; only where it cannot be recorded, because Redis is gone, it is thrown.
 * @returns how many rows it wrote or removed, null where it failed or was told to stop
 */
export async function runJob(job: Job, context: JobContext): Promise<number | null> {
  const { redis, log, signal, observe, trace = untraced, clock = Date.now } = context
  const start = clock()
  const outcome = await trace(`job ${job.name}`, async (span) => {
    const result = await outcomeOf(job, start, signal)
    if (result.rows === null) span.fail()
    else span.note({ rows: result.rows })
    return result
  })
  if (outcome.rows === null && signal.aborted) return null

  const end = clock()
  observe?.(job.name, { start, end, rows: outcome.rows })
  const record: JobRecord = {
    startedAt: new Date(start).toISOString(),
    endedAt: new Date(end).toISOString(),
    rows: outcome.rows,
    error: outcome.rows === null ? messageOf(outcome.error) : null,
    lateAt: lateAtOf(job.pattern, end),
  }
  const line = { job: job.name, ...record, milliseconds: end - start }
  if (outcome.rows === null) log.error({ ...line, err: outcome.error }, 'job failed')
  else if (outcome.rows === 0 || job.isQuiet) log.debug(line, 'job done')
  else log.info(line, 'job done')
  await redis.hSet(keys.jobs, job.name, JSON.stringify(record))
  return outcome.rows
}

/** When a job has missed two turns since some time, in ISO form. */
function lateAtOf(pattern: string, since: number): string {
  const clock = new Cron(pattern, { timezone: 'UTC', mode: '6-part' })
  const [, second] = clock.nextRuns(2, new Date(since))
  if (second === undefined) throw new Error(`${pattern} comes no second time`)
  return new Date(second.getTime() + GRACE).toISOString()
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
