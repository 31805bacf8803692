import type { healthOrDown } from '../api/health.ts'
import { spanText } from './amounts.ts'
import { type Finding, findingsIn } from './finding.ts'

type Health = Extract<Awaited<ReturnType<typeof healthOrDown>>, { firehose: unknown }>

const MOST_LAG_SECONDS = 60
const MOST_BACKLOG = 1000
const RECENT = 48 * 3_600_000
const LOGS = 'See its log: `npm run logs`. Start what is not running: `npm start`.'

/** Whether what was begun goes on. */
export function checkWork(health: Health, indexers: number, now: number): Finding[] {
  return [
    ...checkFirehose(health.firehose, now),
    ...checkIndexers(health.indexer, indexers),
    ...checkScheduler(health.scheduler),
  ]
}

function checkFirehose(feed: Health['firehose'], now: number): Finding[] {
  const { ok, warn, fail } = findingsIn('firehose')
  const findings: Finding[] = []
  const lag = feed.lagSeconds
  if (!feed.connected) {
    findings.push(fail('is not running, or not connected to the network', LOGS))
  } else if (lag === null) {
    findings.push(warn('has not read any event yet', 'Wait a minute, then see its log.'))
  } else if (lag > MOST_LAG_SECONDS) {
    const why = feed.paused ? ` and waits for: ${feed.paused}` : ''
    findings.push(
      warn(
        `is ${spanText(lag)} behind the network${why}`,
        'After a start or an outage this shrinks by itself. If it does not, see what it waits for.',
      ),
    )
  } else findings.push(ok(`reads ${feed.host}, ${Math.round(lag)} s behind the network`))
  const gaps = feed.gaps.filter(({ to }) => to !== null && now - Date.parse(to) < RECENT)
  const last = gaps.at(-1)
  if (last) {
    const count = gaps.length === 1 ? 'One gap' : `${gaps.length} gaps`
    findings.push(
      warn(
        `${count} within 48 hours, the last until ${last.to}: ${last.reason}`,
        'What is missing cannot be had any more; /status of the site shows when. Keep the firehose running.',
      ),
    )
  }
  return findings
}

function checkIndexers({ backlog, deadLetters }: Health['indexer'], indexers: number): Finding[] {
  const { ok, warn, fail } = findingsIn('indexer')
  const work =
    indexers === 0
      ? fail(`none is running; ${backlog} batches wait`, LOGS)
      : backlog > MOST_BACKLOG
        ? warn(
            `${backlog} batches wait`,
            'If they do not grow fewer, run more indexers (INDEXERS), or see what Redis is busy with.',
          )
        : ok(`${indexers === 1 ? 'one is' : `${indexers} are`} running, ${backlog} batches wait`)
  if (deadLetters === 0) return [work]
  const advice =
    'They are kept in the stream dead-letters: `redis-cli XREVRANGE dead-letters + - COUNT 3`.'
  return [work, warn(`${deadLetters} events could not be read`, advice)]
}

function checkScheduler({ running, jobs }: Health['scheduler']): Finding[] {
  const { ok, warn, fail } = findingsIn('scheduler')
  if (!running) return [fail('is not running: nothing is counted, trimmed or forgotten', LOGS)]
  const problems = Object.entries(jobs).flatMap(([name, { late, error }]) => {
    if (error !== null) return [fail(`the job ${name} failed: ${error}`, LOGS)]
    return late
      ? [warn(`the job ${name} is late`, 'See how long it takes: /health of the API.')]
      : []
  })
  return problems.length > 0 ? problems : [ok(`all ${Object.keys(jobs).length} jobs run in time`)]
}
