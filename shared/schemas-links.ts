import { z } from 'zod'
import { count, did, iso } from './schemas.ts'

/** What the API answers about links. */
const cursor = z.string().nullable().meta({ description: 'Null on the last page.' })
const total = count.meta({ description: 'Of all pages, as it is now.' })

const linkingRecord = z
  .object({
    did,
    collection: z.string(),
    rkey: z.string(),
    uri: z.string().optional(),
    cid: z.string().nullable().optional(),
    indexedAt: iso.optional(),
  })
  .meta({ id: 'LinkingRecord', description: 'A record that links; hydrated with all fields.' })

export const linkTotal = z.object({ total: count })
export const backlinks = z.object({ total, records: z.array(linkingRecord), cursor })
export const linkingDids = z.object({ total, linking_dids: z.array(did), cursor })
export const links = z.object({ total, linking_records: z.array(linkingRecord), cursor })

export const manyToMany = z.object({
  items: z.array(z.object({ linkRecord: linkingRecord, otherSubject: z.string() })),
  cursor,
})
export const manyToManyCounts = z.object({
  counts_by_other_subject: z.array(
    z.object({ subject: z.string(), total: count, distinct: count }),
  ),
  cursor,
})

const sourceCounts = z
  .object({ records: count, distinct_dids: count, last_seen: iso.nullable().optional() })
  .meta({ id: 'SourceCounts', description: 'How many records link, and of how many accounts.' })

export const allLinks = z.object({
  links: z.record(z.string(), z.record(z.string(), sourceCounts)).meta({
    description: 'By collection, then by path.',
  }),
})
export const allLinkCounts = z.object({
  links: z.record(z.string(), z.record(z.string(), count)),
})

const recordLinks = z
  .object({
    uri: z.string(),
    cid: z.string().nullable(),
    indexedAt: iso.nullable(),
    links: z.array(z.object({ path: z.string(), target: z.string() })),
  })
  .meta({ id: 'RecordLinks', description: 'A record and what it links to.' })

export const linksFrom = z.union([
  recordLinks,
  z.object({ total, records: z.array(recordLinks), cursor }),
])

const linkToAccount = z
  .object({
    did,
    collection: z.string(),
    rkey: z.string(),
    path: z.string(),
    subject: z.string().nullable(),
    indexedAt: iso,
  })
  .meta({ id: 'LinkToAccount', description: 'A link to an account or a record of its.' })

export const linksToAccount = z.union([
  z.object({
    did,
    total: count,
    sources: z.array(
      z.object({
        collection: z.string(),
        path: z.string(),
        records: count,
        distinct_dids: count,
        last_seen: iso,
      }),
    ),
  }),
  z.object({ total, records: z.array(linkToAccount), cursor }),
])

const indexStats = {
  help: z.string(),
  days_indexed: count.nullable(),
  stats: z.object({
    dids: count,
    targetables: count,
    linking_records: count,
    started_at: count.nullable().meta({ description: 'Microseconds since 1970.' }),
    other_data: z.record(z.string(), z.number()),
  }),
}
export const index = z.object(indexStats)
export const linkStats = z.object({ ...indexStats, complete_since: iso })
