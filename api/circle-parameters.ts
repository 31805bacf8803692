import { LANGUAGES } from '@orrery/shared/circle-words'
import { z } from 'zod'
import { type Actor, parseActor } from './actor.ts'
import { direction, read, window } from './parameters.ts'
import { DEFAULT_WEIGHTS, parseWeights, WEIGHTS_FORM } from './weights.ts'

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

/** Whose circle and how, in whichever format. */
export const circleFields = {
  window,
  direction,
  ranking: z.enum(['sum', 'mutual'], 'expected sum or mutual').default('sum'),
  orbits: z.enum(['1', '2', '3'], 'expected 1, 2 or 3').default('2').transform(Number),
  weights: read(WEIGHTS_FORM, parseWeights).default(DEFAULT_WEIGHTS),
  hide: actors.default([]),
  lang: z.enum(LANGUAGES, `expected ${LANGUAGES.join(', ')}`).default('en'),
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
