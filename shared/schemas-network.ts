import { z } from 'zod'
import { count, iso, profile, profileFields, timeWindow } from './schemas.ts'
import type { Stats, StatsSeries } from './stats.ts'
import { TOP_ORDERS, TOP_SIDES, TOP_TYPES } from './top-list.ts'

/** What the API answers about all the network, and about collections. */
const types = { like: count, repost: count, reply: count, quote: count, post: count }
const counts = z.object({ ...types, total: count })

const gap = z
  .object({ from: iso, to: iso.nullable(), reason: z.string() })
  .meta({ id: 'Gap', description: 'A time of which events are missing; `to` is null meanwhile.' })

export const stats = z
  .object({
    from: iso,
    to: iso,
    lastMinute: counts.nullable(),
    lastHour: counts,
    lastDay: counts,
    perMinute: z.array(z.object({ at: iso, ...types })),
    events: z.object({
      perSecond: z.number().nullable(),
      lastMinute: count.nullable(),
      lastHour: count,
      lastDay: count,
    }),
    accounts: z.object({ lastHour: count, lastDay: count }),
    languages: z.array(z.object({ language: z.string(), posts: count })),
    lagSeconds: z.number().nullable(),
    since: iso.nullable(),
    gaps: z.array(gap),
  })
  .meta({ id: 'Stats', description: 'The totals of the network.' }) satisfies z.ZodType<Stats>

const oneSeries = z
  .object({
    metric: z.string(),
    step: z.enum(['minute', 'hour', 'day']),
    from: iso,
    to: iso,
    points: z.array(z.tuple([iso, z.number().nullable()])),
    gaps: z.array(gap),
  })
  .meta({
    id: 'StatsSeries',
    description: 'One metric; the value of a point is null where it is not known.',
  }) satisfies z.ZodType<StatsSeries>

export const statsSeries = z.union([oneSeries, z.object({ series: z.array(oneSeries) })])

export const top = z
  .object({
    type: z.enum(TOP_TYPES),
    side: z.enum(TOP_SIDES),
    window: timeWindow,
    by: z.enum(TOP_ORDERS),
    at: iso.meta({ description: 'A time that asks for the same hour again.' }),
    rows: z.array(
      z.object({
        rank: count,
        ...profileFields,
        did: z.string().nullable(),
        count,
        partners: count.nullable().meta({ description: 'Of blocks it is not kept.' }),
      }),
    ),
  })
  .meta({ id: 'Top', description: 'Who did most, or got most.' })

const job = z.object({
  startedAt: iso.nullable(),
  endedAt: iso.nullable(),
  rows: z.number().nullable(),
  error: z.string().nullable(),
  late: z.boolean(),
})

export const health = z
  .object({
    status: z.enum(['ok', 'degraded', 'down']).meta({
      description: 'With `down` the status is 503, and all but `redis.reachable` is missing.',
    }),
    redis: z.object({
      reachable: z.boolean(),
      version: z.string().optional(),
      modules: z.object({ json: z.boolean(), timeSeries: z.boolean() }).optional(),
      storage: z.enum(['modules', 'fallback']).optional(),
    }),
    firehose: z
      .object({
        host: z.string().nullable(),
        connected: z.boolean(),
        paused: z.string().nullable(),
        lagSeconds: z.number().nullable(),
        gaps: z.array(gap),
      })
      .optional(),
    indexer: z.object({ backlog: count, deadLetters: count }).optional(),
    scheduler: z.object({ running: z.boolean(), jobs: z.record(z.string(), job) }).optional(),
  })
  .meta({ id: 'Health', description: 'How the server fares.' })

const collectionCounts = {
  creates: count,
  updates: count,
  deletes: count,
  dids_estimate: count.meta({ description: 'About how many accounts did so.' }),
}
const counted = z.object(collectionCounts).meta({
  id: 'CollectionCounts',
  description: 'What was done to a collection.',
})
const collection = z.object({ nsid: z.string(), ...collectionCounts }).meta({
  id: 'Collection',
  description: 'A collection and what was done to it.',
})
const cursor = z.string().nullable().meta({ description: 'Null on the last page.' })

export const collections = z.object({ collections: z.array(collection), cursor })

export const prefix = z.object({
  total: counted,
  children: z.array(
    z.union([
      z.object({ type: z.literal('prefix'), prefix: z.string(), ...collectionCounts }),
      z.object({ type: z.literal('collection'), nsid: z.string(), ...collectionCounts }),
    ]),
  ),
  cursor,
})

export const collectionStats = z.record(z.string(), counted)

export const timeseries = z.object({
  range: z.array(iso),
  series: z.record(z.string(), z.array(counted)),
})

export const samples = z.array(
  z.object({
    did: z.string(),
    collection: z.string(),
    rkey: z.string(),
    record: z.unknown(),
    time_us: count,
  }),
)

export const search = z.object({ actors: z.array(profile), matches: z.array(collection) })

const micros = count.nullable().meta({ description: 'Microseconds since 1970.' })
export const meta = z
  .object({
    storage_name: z.string(),
    storage: z.object({
      keyspace_disk_space: count.nullable(),
      keyspace_journal_count: count,
      keyspace_sequence: count,
      rollup_cursor: micros,
    }),
    consumer: z.object({
      jetstream: z.object({
        endpoint: z.string().nullable(),
        started_at: micros,
        latest_cursor: micros,
        rollup_cursor: micros,
      }),
    }),
  })
  .meta({ id: 'Meta', description: 'How far the counting is.' })
