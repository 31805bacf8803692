import type { Router } from '@koa/router'
import {
  countAnswerOf,
  didCountAnswerOf,
  sourceCountsAnswerOf,
  sourcesAnswerOf,
} from './link-counts.ts'
import { didsAnswerOf, recordsAnswerOf } from './link-lists.ts'
import {
  didsQuery,
  itemsQuery,
  otherCountsQuery,
  readAsked,
  readAskedOfOld,
  readRecordsQueryOfOld,
  readTarget,
  recordsQuery,
  sourcesQuery,
  spanQuery,
} from './link-parameters.ts'
import { type AddLinkRoute, type LinkDependencies, linkRouteAdder } from './link-route.ts'
import { openIndexStats } from './link-stats.ts'
import { answerLinksFrom } from './links-from.ts'
import { answerLinksToAccount } from './links-to-account.ts'
import { openOtherCounts } from './many-to-many-counts.ts'
import { itemsAnswerOf } from './many-to-many-items.ts'
import * as calls from './openapi-links.ts'
import { readQuery } from './parameters.ts'

const XRPC = '/xrpc/blue.microcosm.links.'

/** The calls of the Constellation backlink index, and those that go beyond it. */
export function addLinkRoutes(router: Router, dependencies: LinkDependencies): void {
  const add = linkRouteAdder(router, dependencies)
  addCalls(add)
  addOlderCalls(add)
  addStats(add)
  add('/links/from', calls.linksFromCall, answerLinksFrom())
  add('/links/to-account/:actor', calls.linksToAccountCall, answerLinksToAccount())
}

function addCalls(add: AddLinkRoute): void {
  const otherCountsAnswerOf = openOtherCounts()

  add(`${XRPC}getBacklinks`, calls.backlinksCall, (query) => {
    const [asked, page] = [readAsked(query), readQuery(recordsQuery, query)]
    return (from) => recordsAnswerOf(from, asked, page)
  })

  add(`${XRPC}getBacklinksCount`, calls.backlinksCountCall, (query) => {
    const [asked, span] = [readAsked(query), readQuery(spanQuery, query)]
    return (from) => countAnswerOf(from, asked, span)
  })

  add(`${XRPC}getBacklinkDids`, calls.backlinkDidsCall, (query) => {
    const [asked, page] = [readAsked(query), readQuery(didsQuery, query)]
    return (from) => didsAnswerOf(from, asked, page)
  })

  add(`${XRPC}getManyToMany`, calls.manyToManyCall, (query) => {
    const [asked, page] = [readAsked(query), readQuery(itemsQuery, query)]
    return (from) => itemsAnswerOf(from, asked, page)
  })

  add(`${XRPC}getManyToManyCounts`, calls.manyToManyCountsCall, (query) => {
    const [asked, page] = [readAsked(query), readQuery(otherCountsQuery, query)]
    return (from) => otherCountsAnswerOf(from, asked, page)
  })
}

function addOlderCalls(add: AddLinkRoute): void {
  add('/links', calls.linksCall, (query) => {
    const [asked, page] = [readAskedOfOld(query), readRecordsQueryOfOld(query)]
    return async (from) => {
      const { total, records, cursor } = await recordsAnswerOf(from, asked, page)
      return { total, linking_records: records, cursor }
    }
  })

  add('/links/count', calls.linksCountCall, (query) => {
    const [asked, span] = [readAskedOfOld(query), readQuery(spanQuery, query)]
    return (from) => countAnswerOf(from, asked, span)
  })

  add('/links/distinct-dids', calls.distinctDidsCall, (query) => {
    const [asked, page] = [readAskedOfOld(query), readQuery(didsQuery, query)]
    return (from) => didsAnswerOf(from, asked, page)
  })

  add('/links/count/distinct-dids', calls.distinctDidsCountCall, (query) => {
    const [asked, span] = [readAskedOfOld(query), readQuery(spanQuery, query)]
    return (from) => didCountAnswerOf(from, asked, span)
  })

  add('/links/all', calls.allLinksCall, (query) => {
    const [target, options] = [readTarget(query), readQuery(sourcesQuery, query)]
    return (from) => sourcesAnswerOf(from, target, options)
  })

  add('/links/all/count', calls.allLinksCountCall, (query) => {
    const [target, span] = [readTarget(query), readQuery(spanQuery, query)]
    return (from) => sourceCountsAnswerOf(from, target, span)
  })
}

function addStats(add: AddLinkRoute): void {
  const readStats = openIndexStats()

  add('/', calls.indexCall, () => async (from) => (await readStats(from)).answer)

  add('/links/stats', calls.linkStatsCall, () => async (from) => {
    const { answer, completeSince } = await readStats(from)
    return { ...answer, complete_since: new Date(completeSince).toISOString() }
  })
}
