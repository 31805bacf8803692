import { TOP_ORDERS, TOP_SIDES, TOP_TYPES, TOP_WINDOWS } from '@orrery/shared/top-list'
import { z } from 'zod'
import { flag, time, wholeNumber } from './parameters.ts'

const MOST_ROWS = 100

function wordOf<const Words extends readonly [string, ...string[]]>(words: Words) {
  return z.enum(words, `expected ${words.slice(0, -1).join(', ')} or ${words.at(-1)}`)
}

export const topQuery = z
  .object({
    type: wordOf(TOP_TYPES)
      .default('all')
      .meta({ description: 'What is counted; `all` is every interaction.' }),
    side: wordOf(TOP_SIDES)
      .default('subject')
      .meta({ description: 'Who is listed: who got them, or who made them.' }),
    window: wordOf(TOP_WINDOWS).default('24h').meta({
      description: 'Whole UTC hours up to the running one, or the last 60 minutes.',
    }),
    by: wordOf(TOP_ORDERS).default('count').meta({
      description: 'By how many, or with how many different accounts; of blocks only by `count`.',
    }),
    at: time.optional().meta({
      description: 'The last list of the hour of that time, instead of the newest one.',
    }),
    bots: flag('true').meta({
      description: 'Whether accounts that label themselves `bot` are listed.',
    }),
    limit: wholeNumber(1, MOST_ROWS)
      .prefault(String(MOST_ROWS))
      .meta({ description: 'How many are listed.' }),
  })
  .refine(({ type, by }) => type !== 'block' || by === 'count', {
    path: ['by'],
    error: 'expected count, because it is not kept who blocked whom',
  })

export type TopQuery = z.output<typeof topQuery>
