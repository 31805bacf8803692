import { LANGUAGES } from '@orrery/shared/language'
import { parseWeights, WEIGHTS_FORM } from '@orrery/shared/weights'
import { z } from 'zod'
import { type Actor, parseActor } from './actor.ts'
import { filterFields } from './filters.ts'
import { direction, read, window } from './parameters.ts'

const HIDDEN = 50
const someActors = `expected at most ${HIDDEN} DIDs or handles`

/** Accounts named one by one, or with commas between them. */
const actors = z
  .union([z.string(), z.array(z.string())], someActors)
  .transform((texts) => [texts].flat().flatMap((text) => text.split(',')))
  .transform((texts, context): Actor[] => {
    const read = texts.flatMap((text) => parseActor(text) ?? [])
    if (read.length === texts.length && read.length <= HIDDEN) return read
    context.addIssue(someActors)
    return z.NEVER
  })
  .meta({
    description: 'Accounts that are left out, by DID or handle; also with commas between them.',
    maxItems: HIDDEN,
    examples: [['did:plc:z72i7hdynmk6r22z27h6tvur']],
  })

export const lang = z
  .enum(LANGUAGES, `expected ${LANGUAGES.join(', ')}`)
  .default('en')
  .meta({ description: 'The language of what is written for people.' })

/** Whose circle and how, in whichever format. */
export const circleFields = {
  window,
  direction,
  ranking: z.enum(['sum', 'mutual'], 'expected sum or mutual').default('sum').meta({
    description: 'Who stands first: by all interactions, or by those of the weaker direction.',
  }),
  orbits: z
    .enum(['1', '2', '3'], 'expected 1, 2 or 3')
    .default('2')
    .transform(Number)
    .meta({ description: 'How many orbits: of 10, 20 and 30 people.' }),
  weights: read(WEIGHTS_FORM, parseWeights)
    .prefault('balanced')
    .meta({
      description:
        'What each interaction counts: `balanced` is like:1,repost:2,reply:3,quote:3,post:2, ' +
        '`conversation` like:0,repost:0,reply:3,quote:2,post:2, `fans` ' +
        'like:1,repost:3,reply:0,quote:2,post:0, `count` 1 for each; or points of your own, ' +
        'from 0 to 100 with two decimals, of which those not named are as in the name before them.',
      examples: ['fans', 'like:1,reply:3', 'count,like:0'],
    }),
  hide: actors.default([]),
  ...filterFields,
  lang,
}

/** A mutual ranking leaves no direction to choose. */
export function rankingFits({ ranking, direction }: Pick<CircleQuery, 'ranking' | 'direction'>) {
  return ranking === 'sum' || direction === 'both'
}

export const RANKING_FITS = {
  path: ['ranking'],
  error: 'mutual takes both directions, so leave direction out',
}

export const circleQuery = z.object(circleFields).refine(rankingFits, RANKING_FITS)

export type CircleQuery = z.output<z.ZodObject<typeof circleFields>>
