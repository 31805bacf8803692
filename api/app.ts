import { METHODS } from 'node:http'
import Router from '@koa/router'
import { circleSvgOf } from '@orrery/shared/circle-svg'
import type { Logger } from '@orrery/shared/logging'
import Koa, { type Context } from 'koa'
import { answerErrors } from './answer-errors.ts'
import { circleAnswerOf, interactionsAnswerOf, recordAnswerOf, type Sources } from './answers.ts'
import { type AppView, AppViewError } from './appview.ts'
import { crossOrigin } from './cross-origin.ts'
import { within } from './deadline.ts'
import { DOWN, healthOf } from './health.ts'
import {
  circleQuery,
  interactionsQuery,
  profilesQuery,
  readActor,
  readQuery,
  recordQuery,
  searchQuery,
} from './parameters.ts'
import { openProfiles } from './profiles.ts'
import { isRedisOutage } from './redis-outage.ts'
import { Refusal, upstreamUnavailable } from './refusal.ts'
import { statsOf } from './stats.ts'
import type { Stored } from './stored.ts'

export type Dependencies = {
  /** Rejects with a Refusal while Redis is away. */
  readStored: () => Promise<Stored>
  appView: AppView
  /** Where the site is; links in pictures lead there. */
  siteUrl: string
  log: Logger
  clock?: () => number
  /** How long an answer may take, in milliseconds. */
  patience?: number
}

const PATIENCE = 10_000

/** The HTTP API. docs and README have the contract of each address. */
export function createApp(dependencies: Dependencies) {
  const { readStored, appView, siteUrl, log, clock = Date.now } = dependencies
  const { patience = PATIENCE } = dependencies
  const readProfiles = openProfiles(appView)
  const router = new Router({ methods: METHODS })
  const linkBase = siteUrl.endsWith('/') ? siteUrl : `${siteUrl}/`

  async function sources(): Promise<Sources> {
    return { stored: await readStored(), appView, readProfiles, now: clock() }
  }

  router.get('/health', async (ctx) => {
    ctx.set('Cache-Control', 'no-store')
    try {
      ctx.body = await within(
        patience / 2,
        readStored().then((stored) => healthOf(stored, clock())),
      )
    } catch (error) {
      // That Redis is away is the answer here, not a failure.
      if (!(error instanceof Refusal) && !isRedisOutage(error)) throw error
      ctx.status = 503
      ctx.set('Retry-After', '5')
      ctx.body = DOWN
    }
  })

  router.get('/stats', async (ctx) => {
    const { series } = await readStored()
    ctx.body = await statsOf(series, clock())
    keepFor(ctx, 5)
  })

  router.get('/interactions/:actor', async (ctx) => {
    const actor = readActor(ctx.params.actor)
    const query = readQuery(interactionsQuery, ctx.query)
    ctx.body = await interactionsAnswerOf(await sources(), actor, query)
    keepFor(ctx, 15)
  })

  router.get('/interaction', async (ctx) => {
    const query = readQuery(recordQuery, ctx.query)
    ctx.body = await recordAnswerOf(await sources(), query)
    keepFor(ctx, 15)
  })

  router.get('/circles/:actor.svg', async (ctx) => {
    const actor = readActor(ctx.params.actor)
    const query = readQuery(circleQuery, ctx.query)
    const circle = await circleAnswerOf(await sources(), actor, query)
    ctx.type = 'image/svg+xml'
    ctx.set('Content-Security-Policy', SVG_POLICY)
    ctx.body = circleSvgOf(circle, { linkBase })
    keepFor(ctx, 15)
  })

  router.get('/circles/:actor', async (ctx) => {
    const actor = readActor(ctx.params.actor)
    const query = readQuery(circleQuery, ctx.query)
    ctx.body = await circleAnswerOf(await sources(), actor, query)
    keepFor(ctx, 15)
  })

  router.get('/profiles', async (ctx) => {
    const { actor } = readQuery(profilesQuery, ctx.query)
    const profiles = await readProfiles(await readStored(), actor)
    ctx.body = { profiles: [...profiles.values()] }
    keepFor(ctx, 60)
  })

  router.get('/search', async (ctx) => {
    const { q } = readQuery(searchQuery, ctx.query)
    ctx.body = { actors: await search(q) }
    keepFor(ctx, 60)
  })

  async function search(text: string) {
    try {
      return await appView.search(text)
    } catch (error) {
      if (error instanceof AppViewError) throw upstreamUnavailable('a whole handle may work')
      throw error
    }
  }

  const app = new Koa()
  app.on('error', (err) => log.debug({ err }, 'an answer could not be delivered'))
  return app
    .use(crossOrigin)
    .use(answerErrors(log))
    .use((_, next) => within(patience, next()))
    .use(router.routes())
    .use(router.allowedMethods())
}

/** A picture opened by itself may load avatars and nothing else. */
const SVG_POLICY = "default-src 'none'; img-src http: https: data:; style-src 'unsafe-inline'"

function keepFor(ctx: Context, seconds: number): void {
  ctx.set('Cache-Control', `public, max-age=${seconds}`)
}
