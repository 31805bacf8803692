import type { AnswerTo } from '@orrery/shared/client'

export type Health = AnswerTo<'/health'>

/** What may be amiss, in the order in which it matters. */
export type Complaint =
  | 'redisAway'
  | 'disconnected'
  | 'noEvents'
  | 'lagging'
  | 'backlog'
  | 'schedulerAway'
  | 'noJobs'
  | 'jobFailed'
  | 'jobLate'

const MOST_LAG_SECONDS = 60
const MOST_BACKLOG = 10_000

/** Why the health is not as it should be; nothing where it is. */
export function complaintsOf({ redis, firehose, indexer, scheduler }: Health): Complaint[] {
  if (!redis.reachable || !firehose || !indexer || !scheduler) return ['redisAway']
  const jobs = Object.values(scheduler.jobs)
  const found: [Complaint, boolean][] = [
    ['disconnected', !firehose.connected],
    ['noEvents', firehose.lagSeconds === null],
    ['lagging', (firehose.lagSeconds ?? 0) > MOST_LAG_SECONDS],
    ['backlog', indexer.backlog > MOST_BACKLOG],
    ['schedulerAway', !scheduler.running],
    ['noJobs', jobs.length === 0],
    ['jobFailed', jobs.some(({ error }) => error !== null)],
    ['jobLate', jobs.some(({ late }) => late)],
  ]
  return found.filter(([, isSo]) => isSo).map(([complaint]) => complaint)
}

/**
 * From when on (ISO) nothing is missing: since the last gap, or since the first event; null while a
 * gap goes on.
 */
export function completeSince(
  since: string,
  { firehose }: Pick<Health, 'firehose'>,
): string | null {
  const ends = firehose?.gaps.map(({ to }) => to) ?? []
  if (ends.includes(null)) return null
  return [since, ...ends.filter((end) => end !== null)].reduce((latest, end) =>
    Date.parse(end) > Date.parse(latest) ? end : latest,
  )
}
