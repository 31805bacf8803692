import type { Router, RouterMiddleware } from '@koa/router'
import type { Sources } from './answers.ts'
import type { ListReader } from './collection-list.ts'
import { readListQuery } from './collection-parameters.ts'
import { keptFor } from './kept-for.ts'
import { documented } from './openapi.ts'
import {
  trackerCollectionsCall,
  trackerInteractionsCall,
  trackerTopBlocksCall,
  trackerTopInteractionsCall,
} from './openapi-tracker.ts'
import { Refusal, storeUnavailable } from './refusal.ts'
import { readJsonBody } from './request-body.ts'
import {
  readTrackerActor,
  trackerInteractionsOf,
  trackerTopBlocksOf,
  trackerTopInteractionsOf,
} from './tracker-answers.ts'

type TrackerDependencies = { sources: () => Promise<Sources>; lists: ListReader }

const COLLECTIONS = '200'

/** The calls of the tracker before this one, for the bots that were written for it. */
export function addTrackerRoutes(router: Router, { sources, lists }: TrackerDependencies): void {
  router.post(
    '/interactions',
    documented(trackerInteractionsCall),
    tellDetail,
    wantKey,
    async (ctx) => {
      const actor = readTrackerActor(await readJsonBody(ctx.req))
      ctx.body = await trackerInteractionsOf(await sources(), actor)
    },
  )

  router.get(
    '/dd/top_interactions',
    documented(trackerTopInteractionsCall),
    tellDetail,
    wantKey,
    async (ctx) => {
      ctx.type = 'json'
      ctx.body = JSON.stringify(await trackerTopInteractionsOf(await sources()))
    },
  )

  router.get(
    '/dd/top_blocks',
    documented(trackerTopBlocksCall),
    tellDetail,
    wantKey,
    async (ctx) => {
      ctx.type = 'json'
      ctx.body = JSON.stringify(await trackerTopBlocksOf(await sources()))
    },
  )

  router.get('/collStats', documented(trackerCollectionsCall), keptFor(60), async (ctx) => {
    const { stored, now } = await sources()
    const query = readListQuery({ order: 'records-created', limit: COLLECTIONS }, now)
    const { entries } = await lists.page(stored.store, query)
    ctx.body = Object.fromEntries(entries.map(({ name, counts }) => [name, counts.creates]))
  })
}

/** No key opens by being empty: `limitRequests` knows which ones there are. */
const wantKey: RouterMiddleware = async (ctx, next) => {
  const { apiKey } = ctx.state
  if (apiKey === 'unsure') throw storeUnavailable()
  if (apiKey === undefined) {
    throw new Refusal(401, 'KeyRequired', 'This address answers with a key in X-API-Key.')
  }
  ctx.set('Cache-Control', 'private, no-store')
  ctx.vary('X-API-Key')
  await next()
}

/** Refusals as the tracker told them: with a `detail`, and 400 for an account that is not there. */
const tellDetail: RouterMiddleware = async (ctx, next) => {
  try {
    await next()
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const { status, code, message, retryAfter } = error
    ctx.status = status === 404 ? 400 : status
    ctx.body = { error: code, message, detail: detailOf(error) }
    ctx.set('Cache-Control', 'no-store')
    if (retryAfter !== undefined) ctx.set('Retry-After', String(retryAfter))
  }
}

function detailOf({ status, message }: Refusal): string {
  if (status === 404) return `user not found: ${message}`
  return status === 503 ? 'check again later' : message
}
