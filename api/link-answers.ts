import { countBacklinks, pageOfBacklinks } from '@orrery/shared/backlinks'
import type { LinkTarget } from '@orrery/shared/interaction'
import { targetOf } from '@orrery/shared/link-target'
import type { Span } from '@orrery/shared/members'
import { keptSince, type Store } from '@orrery/shared/store'
import { storedTarget } from '@orrery/shared/stored-target'
import { cursorOf } from './link-cursor.ts'
import type { BacklinksCountQuery, BacklinksQuery } from './link-parameters.ts'

export type LinkingRecord = { did: string; collection: string; rkey: string }

/** `total` is of all pages, as it is now; `cursor` is null where no further page is. */
export type Backlinks = { total: number; records: LinkingRecord[]; cursor: string | null }

/** A page of the records that link to the subject, newest first. Nobody links to the unknown. */
export async function backlinksAnswerOf(
  store: Store,
  { subject, source, limit, cursor }: BacklinksQuery,
  now: number,
): Promise<Backlinks> {
  const target = await findTarget(store, subject)
  if (target === undefined) return { total: 0, records: [], cursor: null }
  const span = keptSpan(store, now)
  const [total, links] = await Promise.all([
    countBacklinks(store, target, source, span),
    pageOfBacklinks(store, target, source, { span, after: cursor, limit: limit + 1 }),
  ])
  const page = links.slice(0, limit)
  const last = links.length > limit ? page.at(-1) : undefined
  const dids = await store.accounts.didsOf(page.map(({ author }) => author))
  const records = page.flatMap(({ author, rkey }) => {
    const did = dids.get(author)
    return did === undefined ? [] : { did, collection: source.collection, rkey }
  })
  return { total, records, cursor: last ? cursorOf(last) : null }
}

export async function backlinksCountAnswerOf(
  store: Store,
  { subject, source }: BacklinksCountQuery,
  now: number,
): Promise<{ total: number }> {
  const target = await findTarget(store, subject)
  if (target === undefined) return { total: 0 }
  return { total: await countBacklinks(store, target, source, keptSpan(store, now)) }
}

/** What the store knows a subject as, in whatever spelling; undefined where it never met it. */
async function findTarget(store: Store, subject: string): Promise<LinkTarget<number> | undefined> {
  const normal = targetOf(subject)
  const target = normal && storedTarget(normal)
  if (target === undefined || target.kind === 'text') return target
  const account = (await store.accounts.find([target.account])).get(target.account)
  return account === undefined ? undefined : { ...target, account }
}

/** All that is kept; hosts' clocks may be ahead of ours, so it has no end. */
function keptSpan(store: Store, now: number): Span {
  return { from: keptSince(store, now), to: Number.POSITIVE_INFINITY }
}
