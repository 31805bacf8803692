import type { Router } from '@koa/router'
import type { Store } from '@orrery/shared/store'
import { keptFor } from './kept-for.ts'
import { backlinksAnswerOf, backlinksCountAnswerOf } from './link-answers.ts'
import { backlinksCountQuery, backlinksQuery } from './link-parameters.ts'
import { readQuery } from './parameters.ts'

const XRPC = '/xrpc/blue.microcosm.links.'

/** The calls of the Constellation backlink index; whatever is asked for, links are the answer. */
export function addLinkRoutes(
  router: Router,
  { readStore, clock }: { readStore: () => Promise<Store>; clock: () => number },
): void {
  router.get(`${XRPC}getBacklinks`, keptFor(15), async (ctx) => {
    const query = readQuery(backlinksQuery, ctx.query)
    ctx.body = await backlinksAnswerOf(await readStore(), query, clock())
  })

  router.get(`${XRPC}getBacklinksCount`, keptFor(15), async (ctx) => {
    const query = readQuery(backlinksCountQuery, ctx.query)
    ctx.body = await backlinksCountAnswerOf(await readStore(), query, clock())
  })
}
