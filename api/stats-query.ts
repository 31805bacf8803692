import { isMetric } from '@orrery/shared/metrics'
import { DAY, STEPS, type Step, startOf } from '@orrery/shared/step'
import { z } from 'zod'
import { read, readQuery } from './parameters.ts'
import { badRequest } from './refusal.ts'

const MOST_METRICS = 20
const MOST_POINTS = 20_000

const METRICS =
  'events, events:<kind>, interactions:<type>, posts:<language> or accounts, up to ' +
  `${MOST_METRICS} times`

const metrics = z
  .union([z.string().transform((one) => [one]), z.array(z.string())], `expected ${METRICS}`)
  .refine((all) => all.length <= MOST_METRICS && all.every(isMetric), `expected ${METRICS}`)
  .meta({
    description:
      'What is counted: `events`, `events:<kind>` (create, update, delete, account, identity), ' +
      '`interactions:<type>`, `posts:<language>` (the most frequent, `und` for none told, ' +
      '`other`), `accounts`: how many wrote.',
    maxItems: MOST_METRICS,
    examples: [['interactions:like']],
  })

const time = read('a time since 1970, such as 2026-11-20T13:00:00Z', (text) => {
  const at = z.iso.datetime({ offset: true }).safeParse(text).success ? Date.parse(text) : -1
  return at >= 0 ? at : undefined
})
  .optional()
  .meta({ format: 'date-time', examples: ['2026-11-20T13:00:00Z'] })

export const seriesQuery = z.object({
  metric: metrics,
  step: z.enum(['minute', 'hour', 'day'], 'expected minute, hour or day').default('hour').meta({
    description: 'In UTC; minutes are kept for 8 days, hours for 90, days for ever.',
  }),
  from: time.meta({ description: 'From when on; else the last day, of days the last 30.' }),
  to: time.meta({ description: 'Up to when; else up to now.' }),
})

/** Times are milliseconds; `from` is the beginning of a step. */
export type SeriesQuery = { metrics: string[]; step: Step; from: number; to: number }

/** Up to now, of the last day, or the last thirty where the step is one. */
export function readSeriesQuery(given: unknown, now: number): SeriesQuery {
  const { metric, step, to = now, ...asked } = readQuery(seriesQuery, given)
  const from = startOf(asked.from ?? Math.max(0, to - (step === 'day' ? 30 : 1) * DAY), step)
  if (from >= to) throw badRequest('from: expected a time before to.')
  const points = Math.ceil((to - from) / STEPS[step].length) * metric.length
  if (points > MOST_POINTS) {
    throw badRequest(
      `from: expected a span of at most ${MOST_POINTS} points, this one has ${points}; ` +
        'a longer step has fewer.',
    )
  }
  return { metrics: [...new Set(metric)], step, from, to }
}
