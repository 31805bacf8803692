/**
 * What a job of the scheduler last did, as the hash of jobs has it. Times are ISO. `rows` is null and
 * `error` a message where it failed, and all is null before its first run.
 */
export type JobRecord = {
  startedAt: string | null
  endedAt: string | null
  rows: number | null
  error: string | null
  /** When the job will have missed two turns unless it has run again. */
  lateAt: string
}
