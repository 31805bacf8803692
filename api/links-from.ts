import { readHidden } from '@orrery/shared/account-status'
import { listBuckets } from '@orrery/shared/bucket'
import { findRecords } from '@orrery/shared/record-lookup'
import { keptSince } from '@orrery/shared/store'
import { z } from 'zod'
import { countRecords, type PlacedRecord, pageOfRecords } from './account-records.ts'
import { type Actor, parseActor } from './actor.ts'
import { type AnswerKeeper, keepAnswers } from './kept-answers.ts'
import { pageQuery } from './link-parameters.ts'
import { spanOf } from './link-question.ts'
import type { LinkAnswerer } from './link-route.ts'
import type { LinkSources } from './link-subjects.ts'
import { ownerOf, refuseHidden } from './owner.ts'
import { read, readQuery } from './parameters.ts'
import { placeCursor } from './place-cursor.ts'
import { linksOfRecords, type RecordLinks } from './record-links.ts'
import { badRequest } from './refusal.ts'

/** `total` is of all pages, as it is now; `cursor` is null where no further page is. */
export type RecordsOfAccount = { total: number; records: RecordLinks[]; cursor: string | null }

const recordsOfAccountCursor = placeCursor(5)

export const linksFromQuery = pageQuery(recordsOfAccountCursor).extend({
  repo: read('a DID or a handle', parseActor).meta({
    description: 'Whose records, by DID or handle.',
    examples: ['did:plc:z72i7hdynmk6r22z27h6tvur'],
  }),
  collection: z
    .string('expected a collection, such as app.bsky.feed.like')
    .optional()
    .meta({ description: 'Only records of this one.', examples: ['app.bsky.feed.post'] }),
  rkey: z
    .string('expected the key of a record')
    .optional()
    .meta({
      description: 'Only this record, which is then the answer.',
      examples: ['3l6oveex3ii2l'],
    }),
})

type PageQuery = z.output<typeof linksFromQuery>
type Counts = AnswerKeeper<number>

/** Fewer records are counted quickly enough to be counted for everyone who asks. */
const COSTLY = 5000
const KEPT_MILLISECONDS = 15_000
const KEPT_COUNTS = 1000

/** Answers what a record links to, or what the records of an account do, newest first. */
export function answerLinksFrom(): LinkAnswerer {
  const sizeOf = (count: number) => (count < COSTLY ? 0 : 1)
  const counts: Counts = keepAnswers(KEPT_MILLISECONDS, KEPT_COUNTS, sizeOf, {
    cache: 'link counts',
  })

  return (query) => {
    const { rkey, ...page } = readQuery(linksFromQuery, query)
    const { repo, collection } = page
    if (rkey === undefined) return (from) => recordsAnswerOf(from, page, counts)
    if (collection === undefined) throw badRequest('collection: expected beside rkey.')
    return (from) => recordAnswerOf(from, repo, collection, rkey)
  }
}

async function recordAnswerOf(
  from: LinkSources,
  repo: Actor,
  collection: string,
  rkey: string,
): Promise<RecordLinks> {
  const { store, now } = from
  const { did, account } = await shownAccount(from, repo)
  const none = { uri: `at://${did}/${collection}/${rkey}`, cid: null, indexedAt: null, links: [] }
  if (account === undefined) return none
  const buckets = new Map((await listBuckets(store.redis, store.layout)).map((b) => [b.number, b]))
  const [found] = await findRecords(store, buckets, [
    { name: { author: account, collection, rkey } },
  ])
  const versions = found?.versions.map(({ member }) => member) ?? []
  const [member] = versions.sort((a, b) => b.time - a.time)
  if (member === undefined || member.time < keptSince(store, now)) return none
  const [record] = await linksOfRecords(store, did, [member])
  return record ?? none
}

async function recordsAnswerOf(
  from: LinkSources,
  { repo, collection, since, until, reverse, cursor, limit }: PageQuery,
  counts: Counts,
): Promise<RecordsOfAccount> {
  const { store, now } = from
  const { did, account } = await shownAccount(from, repo)
  if (account === undefined) return { total: 0, records: [], cursor: null }
  const asked = { account, collection, span: spanOf(from, { since, until }) }
  const order = reverse ? 'oldest' : 'newest'
  const [total, found] = await Promise.all([
    counts(JSON.stringify([did, collection, since, until]), now, () => countRecords(store, asked)),
    pageOfRecords(store, asked, { order, after: cursor, limit: limit + 1 }),
  ])
  const page = found.slice(0, limit)
  const last: PlacedRecord | undefined = found.length > limit ? page.at(-1) : undefined
  return {
    total,
    records: await linksOfRecords(store, did, page),
    cursor: last ? recordsOfAccountCursor.write(last) : null,
  }
}

/**
 * Without a number where the store never met the account, or it is hidden.
 * @throws Refusal where it has opted out
 */
async function shownAccount(
  { store, appView }: LinkSources,
  repo: Actor,
): Promise<{ did: string; account: number | undefined }> {
  const { did } = await ownerOf(store, appView, repo)
  const account = (await store.accounts.find([did])).get(did)
  if (account === undefined) return { did, account }
  const hidden = await readHidden(store, [account])
  if (hidden.get(account) === 'optedout') await refuseHidden(store, did)
  return { did, account: hidden.has(account) ? undefined : account }
}
