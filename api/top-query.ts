import { TOP_ORDERS, TOP_SIDES, TOP_TYPES, TOP_WINDOWS } from '@orrery/shared/top-list'
import { z } from 'zod'
import { read } from './parameters.ts'

const MOST_ROWS = 100

function wordOf<const Words extends readonly [string, ...string[]]>(words: Words) {
  return z.enum(words, `expected ${words.slice(0, -1).join(', ')} or ${words.at(-1)}`)
}

export const topQuery = z
  .object({
    type: wordOf(TOP_TYPES).default('all'),
    side: wordOf(TOP_SIDES).default('subject'),
    window: wordOf(TOP_WINDOWS).default('24h'),
    by: wordOf(TOP_ORDERS).default('count'),
    at: read('a time, such as 2026-11-20T13:00:00Z', (written) => {
      const isTime = z.iso.datetime({ offset: true }).safeParse(written).success
      return isTime ? Date.parse(written) : undefined
    }).optional(),
    bots: wordOf(['true', 'false'])
      .default('true')
      .transform((word) => word === 'true'),
    limit: read(`a whole number from 1 to ${MOST_ROWS}`, (written) => {
      const number = /^\d{1,3}$/.test(written) ? Number(written) : 0
      return number >= 1 && number <= MOST_ROWS ? number : undefined
    }).default(MOST_ROWS),
  })
  .refine(({ type, by }) => type !== 'block' || by === 'count', {
    path: ['by'],
    error: 'expected count, because it is not kept who blocked whom',
  })

export type TopQuery = z.output<typeof topQuery>
