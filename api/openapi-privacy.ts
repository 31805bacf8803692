import type { Privacy } from '@orrery/shared/privacy'
import { z } from 'zod'
import type { Documentation } from './openapi.ts'
import { ACTIVE, NAMED } from './openapi-refusals.ts'

const whole = z.number().int().min(0)

const privacy = z
  .object({
    links: z.object({
      hours: whole.nullable().meta({ description: 'Null where links are kept for ever.' }),
      cids: z.boolean().meta({ description: 'Whether the CIDs of records are kept too.' }),
    }),
    history: z.object({
      days: whole.meta({ description: 'By the hour, and as many days again by the day.' }),
      weeks: whole.meta({ description: 'After that, by the week.' }),
    }),
    profiles: z.object({ hours: whole }),
    optOut: z.object({
      post: z.string().meta({ description: 'What an account posts to be left out.' }),
      back: z.string().meta({ description: 'What it posts to be taken in again.' }),
    }),
    contact: z.string().nullable(),
  })
  .meta({ id: 'Privacy' }) satisfies z.ZodType<Privacy>

/** What the calls about what is kept of people promise. */
export const privacyCall: Documentation = {
  group: 'About',
  id: 'getPrivacy',
  summary: 'What is kept of people, for how long, and how to be left out',
  answer: privacy,
  storeless: true,
}

export const exportCall: Documentation = {
  group: 'About',
  id: 'exportAccount',
  summary: 'All that is kept about an account',
  description:
    'One JSON object, sent as it is read: `profile`, `records` with what they link to, ' +
    '`linksToAccount`, and `history` by partner, type and time.',
  answer: { media: 'application/json', description: 'The account as it is kept.' },
  refusals: [...NAMED, ...ACTIVE, 'AccountPrivate'],
}
