import { matchesSource } from '@orrery/shared/source-pattern'
import type { z } from 'zod'
import { type AnswerKeeper, keepAnswers } from './kept-answers.ts'
import { pageQuery, source } from './link-parameters.ts'
import { spanOf } from './link-question.ts'
import type { LinkAnswerer } from './link-route.ts'
import type { LinkSources } from './link-subjects.ts'
import { ownerOf, refuseOptedOut } from './owner.ts'
import { flag, readActor, readQuery } from './parameters.ts'
import { placeCursor } from './place-cursor.ts'
import { pageOfReceived } from './received-pages.ts'
import { type LinkToAccount, recordsOfLinks } from './received-records.ts'
import { type ReceivedSource, readReceivedSources } from './received-sources.ts'
import { answerOnce, jsonForm } from './shared-answers.ts'

/** Where the links to an account and its records come from; `total` and `records` count links. */
export type SourcesToAccount = {
  did: string
  total: number
  sources: {
    collection: string
    path: string
    records: number
    distinct_dids: number
    /** An ISO time. */
    last_seen: string
  }[]
}

/** `total` is of all pages, as it is now; `cursor` is null where no further page is. */
export type LinksToAccountPage = { total: number; records: LinkToAccount[]; cursor: string | null }

const linksToAccountCursor = placeCursor(6)

export const linksToAccountQuery = pageQuery(linksToAccountCursor).extend({
  source: source.optional(),
  records: flag().meta({
    description: 'Answers a page of the links themselves, as with `source`.',
  }),
})

type PageQuery = z.output<typeof linksToAccountQuery>

const KEPT_MILLISECONDS = 15_000
const STALE_MILLISECONDS = 15_000
const KEPT_SOURCES = 100_000
/** Fewer links are counted quickly enough to be counted for everyone who asks. */
const COSTLY = 5000
const form = jsonForm<ReceivedSource[]>()

/** Answers what is aimed at an account: where from, or a page of the links, newest first. */
export function answerLinksToAccount(): LinkAnswerer {
  const sizeOf = (sources: ReceivedSource[]) => (totalOf(sources) < COSTLY ? 0 : sources.length)
  const keep = keepAnswers(KEPT_MILLISECONDS, KEPT_SOURCES, sizeOf, {
    stale: STALE_MILLISECONDS,
    cache: 'account links',
  })

  return (query, params) => {
    const actor = readActor(params.actor)
    const page = readQuery(linksToAccountQuery, query)
    const isPage = page.source !== undefined || page.records
    return async (from) => {
      const { did } = await ownerOf(from.store, from.appView, actor)
      const account = (await from.store.accounts.find([did])).get(did)
      await refuseOptedOut(from.store, account === undefined ? [] : [account])
      const sources = account === undefined ? [] : await sourcesOf(from, keep, account, page)
      if (!isPage) return summaryOf(did, sources)
      return account === undefined ? NOTHING : pageOf(from, account, page, sources)
    }
  }
}

const NOTHING: LinksToAccountPage = { total: 0, records: [], cursor: null }

function sourcesOf(
  from: LinkSources,
  keep: AnswerKeeper<ReceivedSource[]>,
  account: number,
  { since, until }: PageQuery,
): Promise<ReceivedSource[]> {
  const span = spanOf(from, { since, until })
  const key = JSON.stringify([account, since, until])
  const count = () => readReceivedSources(from.store, account, span)
  const shared = { redis: from.store.redis, name: `sources ${key}`, form, now: from.now }
  return keep(key, from.now, (isCostly) => (isCostly ? answerOnce(shared, count) : count()))
}

function summaryOf(did: string, sources: ReceivedSource[]): SourcesToAccount {
  return {
    did,
    total: totalOf(sources),
    sources: sources.map(({ collection, path, links, authors, last }) => ({
      collection,
      path,
      records: links,
      distinct_dids: authors,
      last_seen: new Date(last).toISOString(),
    })),
  }
}

async function pageOf(
  from: LinkSources,
  account: number,
  { source: asked, since, until, reverse, cursor, limit }: PageQuery,
  sources: ReceivedSource[],
): Promise<LinksToAccountPage> {
  const matches = asked ? matchesSource(asked) : () => true
  const order = reverse ? 'oldest' : 'newest'
  const found = await pageOfReceived(
    from.store,
    { account, matches, span: spanOf(from, { since, until }) },
    { order, after: cursor, limit: limit + 1 },
  )
  const page = found.slice(0, limit)
  const last = found.length > limit ? page.at(-1) : undefined
  return {
    total: totalOf(sources.filter(matches)),
    records: await recordsOfLinks(from.store, page),
    cursor: last ? linksToAccountCursor.write(last) : null,
  }
}

function totalOf(sources: readonly ReceivedSource[]): number {
  return sources.reduce((sum, { links }) => sum + links, 0)
}
