import type { ParsedUrlQuery } from 'node:querystring'
import type { Router } from '@koa/router'
import { readCompleteSince } from '@orrery/shared/link-stats'
import type { Store } from '@orrery/shared/store'
import type { AppView } from './appview.ts'
import { keptFor } from './kept-for.ts'
import type { LinkSources } from './link-subjects.ts'
import { type Documentation, documented } from './openapi.ts'
import { siteInstead } from './site-instead.ts'

export type LinkDependencies = {
  readStore: () => Promise<Store>
  appView: Pick<AppView, 'resolveHandle'>
  clock: () => number
  /** Where the site is; ends with a slash. */
  siteUrl: string
}

/** What an address answers: refuses a bad question, or gives how to answer it from the store. */
export type LinkAnswerer = (
  query: ParsedUrlQuery,
  params: Record<string, string>,
) => (from: LinkSources) => Promise<object>

/** Adds an address that answers about links, and says from when on the index is complete. */
export type AddLinkRoute = (
  path: string,
  documentation: Documentation,
  answerer: LinkAnswerer,
) => void

export function linkRouteAdder(
  router: Router,
  { readStore, appView, clock, siteUrl }: LinkDependencies,
): AddLinkRoute {
  return (path, documentation, answerer) => {
    router.get(path, documented(documentation), siteInstead(siteUrl), keptFor(15), async (ctx) => {
      const answer = answerer(ctx.query, ctx.params)
      const from = { store: await readStore(), appView, now: clock() }
      const [body, since] = await Promise.all([
        answer(from),
        readCompleteSince(from.store, from.now),
      ])
      ctx.set(COMPLETE_SINCE, new Date(since).toISOString())
      ctx.type = 'json'
      ctx.body = body
    })
  }
}

/** The header that says from when on the index holds all links. */
export const COMPLETE_SINCE = 'Orrery-Complete-Since'
