import { z } from 'zod'
import type { Circle, Profile as KnownProfile } from './circle.ts'
import { INTERACTION_TYPES } from './interaction.ts'

/** What the API answers about accounts; the types of `circle.ts` are what these schemas are held to. */
export const iso = z.string().meta({ format: 'date-time' })
export const count = z.number().int().min(0)
export const did = z.string().meta({ description: 'A DID.' })

export const profileFields = {
  did,
  handle: z.string().nullable(),
  displayName: z.string().nullable(),
  avatar: z.string().nullable(),
  bot: z.literal(true).optional().meta({
    description: 'Present where the account says of itself that a program runs it.',
  }),
  private: z.literal(true).optional().meta({
    description: 'Present where it asks not to be shown to people who are not logged in.',
  }),
}

export const profile = z.object(profileFields).meta({
  id: 'Profile',
  description: 'An account; null where nothing is known.',
}) satisfies z.ZodType<KnownProfile>

const types = { like: count, repost: count, reply: count, quote: count, post: count }
const counts = { ...types, total: count }
const points = z.number()
const pointsByType = { like: points, repost: points, reply: points, quote: points, post: points }
const characters = count.meta({ description: 'The length of all posts, in graphemes.' })
const direction = z.enum(['sent', 'received', 'both'])

export const timeWindow = z.object({ from: iso, to: iso }).meta({
  id: 'TimeWindow',
  description: 'A half-open span of time.',
})

const side = z
  .object({ ...counts, score: points })
  .meta({ id: 'Side', description: 'What went one way, and the score that it makes.' })

export const person = z
  .object({
    ...profileFields,
    did: did.nullable().meta({ description: 'Null, as the name, of accounts that are private.' }),
    rank: count.meta({ description: 'From 1 on, over all orbits.' }),
    ...counts,
    characters,
    last: iso.meta({ description: 'When the latest interaction was.' }),
    score: points,
    counted: direction.meta({ description: 'Of which direction the points are.' }),
    points: z.object(pointsByType).meta({
      description: 'Counts by weights, type by type; their sum is the score.',
    }),
    sent: side,
    received: side,
    reciprocity: points.meta({
      description: 'The score of the weaker side over that of the stronger one, from 0 to 1.',
    }),
  })
  .meta({ id: 'Person', description: 'Somebody in a circle.' })

export const circle = z
  .object({
    ...profileFields,
    window: timeWindow,
    direction,
    ranking: z.enum(['sum', 'mutual']),
    weights: z.object(pointsByType),
    preset: z.enum(['balanced', 'conversation', 'fans', 'count']).nullable(),
    alt: z.string().meta({ description: 'The people, orbit by orbit, for those who do not see.' }),
    orbits: z.array(z.array(person)),
  })
  .meta({
    id: 'Circle',
    description: 'The strongest partners of an account, on orbits of 10, 20 and 30.',
  }) satisfies z.ZodType<Circle>

const row = z
  .object({
    did: did.nullable().meta({ description: 'Null of accounts that are private.' }),
    ...types,
    characters,
    total: count,
    last: iso,
  })
  .meta({ id: 'Row', description: 'What passed between an account and one partner.' })

export const interactions = z
  .object({
    did,
    handle: z.string().nullable(),
    window: timeWindow,
    sent: z.array(row),
    received: z.array(row),
    both: z.array(row),
  })
  .meta({
    id: 'Interactions',
    description: 'The partners of an account, by total; lists not asked for are empty.',
  })

export const interaction = z
  .object({
    uri: z.string().meta({ description: 'The record.' }),
    a: z.string().meta({ description: 'Its author.' }),
    s: z.string().meta({ description: 'The subject.' }),
    type: z.enum(INTERACTION_TYPES).meta({
      description: '`post` is a post that mentions the subject.',
    }),
    t: iso,
    h: iso.meta({ description: 'The hour.' }),
    pr: z.string().nullable().meta({ description: 'The rkey of the record aimed at.' }),
    c: count.meta({ description: 'Characters of the post.' }),
  })
  .meta({ id: 'Interaction', description: 'One interaction.' })

const pairCounts = z
  .object({ ...types, characters, total: count })
  .meta({ id: 'PairCounts', description: 'What one account sent to another.' })

export const pair = z
  .object({
    a: profile,
    b: profile,
    window: timeWindow,
    first: iso.nullable(),
    last: iso.nullable(),
    sent: pairCounts,
    received: pairCounts,
    hours: z.array(z.object({ hour: iso, sent: pairCounts, received: pairCounts })),
    interactions: z.array(interaction),
  })
  .meta({ id: 'Pair', description: 'What passed between two accounts, seen from the first.' })

const activityCounts = z.object(counts).meta({ id: 'Counts', description: 'Interactions by type.' })

export const activity = z
  .object({
    did,
    handle: z.string().nullable(),
    window: timeWindow,
    step: z.enum(['hour', 'day']),
    sent: activityCounts,
    received: activityCounts,
    accounts: z
      .object({ sent: count, received: count, both: count })
      .meta({ description: 'With how many others, in each direction and in either.' }),
    steps: z.array(z.object({ at: iso, sent: activityCounts, received: activityCounts })).meta({
      description: 'By the beginning of each hour or day, in UTC; those without any are left out.',
    }),
  })
  .meta({ id: 'Activity', description: 'What an account did and got, over time.' })

export const record = z.object({ interactions: z.array(interaction) })

export const profiles = z.object({ profiles: z.array(profile) })
