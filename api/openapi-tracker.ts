import { count } from '@orrery/shared/schemas'
import { z } from 'zod'
import type { Documentation } from './openapi.ts'
import { ACTIVE, NAMED } from './openapi-refusals.ts'
import type { TrackerInteractions, TrackerTop } from './tracker-answers.ts'

const row = z.object({ _id: z.string(), l: count, r: count, p: count, c: count, t: count }).meta({
  id: 'TrackerRow',
  description: 'A partner by DID: likes, reposts, posts of any kind, their characters, and all.',
})

const interactions = z
  .object({
    did: z.string(),
    handle: z.string().nullable(),
    interactions: z.object({ sent: z.array(row), rcvd: z.array(row) }),
  })
  .meta({ id: 'TrackerInteractions' }) satisfies z.ZodType<TrackerInteractions>

const profile = z.object({
  handle: z.string(),
  display_name: z.string(),
  avatar: z.string().nullable(),
})

const top = z
  .object({
    _id: z.string().meta({ description: 'When the lists were made.', format: 'date-time' }),
    name: z.string(),
    data: z.array(
      z.object({
        key: z.string(),
        subkey: z.string().optional(),
        items: z.array(z.object({ _id: z.string(), count, profile: profile.nullable() })),
      }),
    ),
  })
  .meta({ id: 'TrackerTop' }) satisfies z.ZodType<TrackerTop>

/** What the calls of the tracker before this one promise. */
export const trackerInteractionsCall: Documentation = {
  group: 'Python tracker',
  id: 'postTrackerInteractions',
  summary: 'Who an account had most to do with in seven days',
  description:
    'The 1000 strongest of each direction. Errors have a `detail` as well, and the status is 400 for ' +
    'an account that is not there.',
  body: z.object({
    handle: z.string().meta({ description: 'A DID or a handle.', examples: ['bsky.app'] }),
  }),
  answer: interactions,
  refusals: [
    'KeyRequired',
    'BodyTooLarge',
    'RequestTimeout',
    'AccountPrivate',
    ...NAMED,
    ...ACTIVE,
  ],
  notFound: 400,
  keyed: true,
  detailed: true,
}

export const trackerTopInteractionsCall: Documentation = {
  group: 'Python tracker',
  id: 'getTrackerTopInteractions',
  summary: 'Who liked, reposted and posted most, and got most of that, in 24 hours',
  answer: top.nullable(),
  refusals: ['KeyRequired'],
  keyed: true,
  detailed: true,
}

export const trackerTopBlocksCall: Documentation = {
  group: 'Python tracker',
  id: 'getTrackerTopBlocks',
  summary: 'Who blocked most and was blocked most in 24 hours',
  answer: top.nullable(),
  refusals: ['KeyRequired'],
  keyed: true,
  detailed: true,
}

export const trackerCollectionsCall: Documentation = {
  group: 'Python tracker',
  id: 'getTrackerCollections',
  summary: 'How many records were ever created, by collection',
  answer: z.record(z.string(), count),
}
