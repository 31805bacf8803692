import { METHODS } from 'node:http'
import Router, { type RouterContext } from '@koa/router'
import type { Circle } from '@orrery/shared/circle'
import type { Logger } from '@orrery/shared/logging'
import Koa, { type Middleware } from 'koa'
import { addAboutRoutes } from './about-routes.ts'
import { openAccountWindows } from './account-window.ts'
import { activityAnswerOf } from './activity.ts'
import type { RequestLimits } from './admission.ts'
import { answerErrors } from './answer-errors.ts'
import {
  circleAnswerOf,
  interactionsAnswerOf,
  pairAnswerOf,
  profilesAnswerOf,
  recordAnswerOf,
  type Sources,
  searchAnswerOf,
} from './answers.ts'
import type { AppView } from './appview.ts'
import { addAvatarRoutes } from './avatar-routes.ts'
import { type AvatarOptions, openAvatars } from './avatars.ts'
import { boundQuery } from './bound-query.ts'
import { circleQuery } from './circle-parameters.ts'
import { openCollectionLists } from './collection-list.ts'
import { addCollectionRoutes, searchCollections } from './collection-routes.ts'
import { crossOrigin } from './cross-origin.ts'
import { within } from './deadline.ts'
import { healthOrDown } from './health.ts'
import { keptFor } from './kept-for.ts'
import { limitRequests } from './limit-requests.ts'
import { addLinkRoutes } from './link-routes.ts'
import type { Live } from './live.ts'
import { addLiveRoutes } from './live-routes.ts'
import { documented } from './openapi.ts'
import {
  activityCall,
  interactionsCall,
  pairCall,
  profilesCall,
  recordCall,
} from './openapi-accounts.ts'
import { healthCall, searchCall, topCall } from './openapi-network.ts'
import { addOpenApiRoute } from './openapi-route.ts'
import {
  activityQuery,
  interactionsQuery,
  pairQuery,
  profilesQuery,
  readActor,
  readQuery,
  recordQuery,
  searchQuery,
} from './parameters.ts'
import { addPictureRoutes } from './picture-routes.ts'
import { KEPT_BY_DEFAULT, type KeptSettings } from './privacy.ts'
import { addPrivacyRoutes } from './privacy-routes.ts'
import { openProfiles } from './profiles.ts'
import { secureHeaders } from './secure-headers.ts'
import { addStatsRoutes } from './stats-routes.ts'
import type { Stored } from './stored.ts'
import { openStrongest } from './strongest-rows.ts'
import { topAnswerOf } from './top.ts'
import { topQuery } from './top-query.ts'
import { addTrackerRoutes } from './tracker-routes.ts'

export type Dependencies = {
  /** Rejects with a Refusal while Redis is away. */
  readStored: () => Promise<Stored>
  appView: AppView
  /** Where the site is; links in pictures lead there, and browsers that ask for links. */
  siteUrl: string
  /** The domain of which the API is a service, as `did:web:<domain>` says. */
  didWeb?: string | undefined
  /** Where avatars come from and how many bytes of them are kept; none by default. */
  avatars?: Pick<AvatarOptions, 'hosts' | 'budget'>
  log: Logger
  clock?: () => number
  /** How long an answer may take, in milliseconds. */
  patience?: number
  /** Sees every request first and its answer last; for metrics and traces. */
  watch?: Middleware
  /** What is kept of people, as the settings say it. */
  kept?: KeptSettings
  /** Without it nothing is told as it comes. */
  live?: Live
  /** Without them everybody may ask as much as they like, and keys are not looked at. */
  limits?: RequestLimits
}

const PATIENCE = 10_000

type Complete = Dependencies & { clock: () => number; patience: number }

/** The HTTP API; the README has the contract of each address. */
export function createApp(dependencies: Dependencies) {
  const { log, clock = Date.now, patience = PATIENCE, limits, watch } = dependencies
  const router = routesOf({ ...dependencies, clock, patience })
  const app = new Koa()
  app.on('error', (err) => log.debug({ err }, 'an answer could not be delivered'))
  return app
    .use(watch ?? ((_, next) => next()))
    .use(crossOrigin)
    .use(secureHeaders)
    .use(answerErrors(log))
    .use((_, next) => within(patience, next()))
    .use(limits ? limitRequests(limits) : (_, next) => next())
    .use(boundQuery)
    .use(router.routes())
    .use(router.allowedMethods())
}

function routesOf({
  readStored,
  appView,
  siteUrl,
  didWeb,
  kept = KEPT_BY_DEFAULT,
  live,
  log,
  clock,
  patience,
  ...rest
}: Complete) {
  const avatars = openAvatars({ hosts: new Map(), budget: 0, ...rest.avatars, log })
  const readProfiles = openProfiles(appView)
  const readAccountWindow = openAccountWindows()
  const readStrongest = openStrongest()
  const lists = openCollectionLists()
  const readStore = async () => (await readStored()).store
  const linkBase = siteUrl.endsWith('/') ? siteUrl : `${siteUrl}/`
  const router = new Router({ methods: METHODS })

  async function sources(): Promise<Sources> {
    const stored = await readStored()
    return { stored, appView, readProfiles, readAccountWindow, readStrongest, now: clock() }
  }

  function readCircle(ctx: RouterContext): Promise<Circle> {
    const actor = readActor(ctx.params.actor)
    const query = readQuery(circleQuery, ctx.query)
    return sources().then((from) => circleAnswerOf(from, actor, query))
  }

  router.get('/health', documented(healthCall), async (ctx) => {
    const health = await healthOrDown(readStored, clock(), patience / 2)
    if (health.status === 'down') ctx.set('Retry-After', '5')
    ctx.status = health.status === 'down' ? 503 : 200
    ctx.set('Cache-Control', 'no-store')
    ctx.body = health
  })

  router.get('/interactions/:actor', documented(interactionsCall), keptFor(15), async (ctx) => {
    const actor = readActor(ctx.params.actor)
    const query = readQuery(interactionsQuery, ctx.query)
    ctx.type = 'json'
    ctx.body = await interactionsAnswerOf(await sources(), actor, query)
  })

  router.get('/activity/:actor', documented(activityCall), keptFor(15), async (ctx) => {
    const actor = readActor(ctx.params.actor)
    const query = readQuery(activityQuery, ctx.query)
    ctx.body = await activityAnswerOf(await sources(), actor, query)
  })

  router.get('/pairs/:a/:b', documented(pairCall), keptFor(15), async (ctx) => {
    const actors = [readActor(ctx.params.a), readActor(ctx.params.b)] as const
    const query = readQuery(pairQuery, ctx.query)
    ctx.body = await pairAnswerOf(await sources(), actors, query)
  })

  router.get('/interaction', documented(recordCall), keptFor(15), async (ctx) => {
    const query = readQuery(recordQuery, ctx.query)
    ctx.body = await recordAnswerOf(await sources(), query)
  })

  addPictureRoutes(router, { readCircle, readStore, avatars, linkBase })
  addAvatarRoutes(router, { readStored, readProfiles, appView, avatars })

  router.get('/profiles', documented(profilesCall), keptFor(60), async (ctx) => {
    const { actor } = readQuery(profilesQuery, ctx.query)
    ctx.body = { profiles: await profilesAnswerOf(await sources(), actor) }
  })

  router.get('/top', documented(topCall), keptFor(60), async (ctx) => {
    const query = readQuery(topQuery, ctx.query)
    ctx.body = await topAnswerOf(await sources(), query)
  })

  router.get('/search', documented(searchCall), keptFor(60), async (ctx) => {
    const { q } = readQuery(searchQuery, ctx.query)
    const [actors, matches] = await Promise.all([
      sources().then((from) => searchAnswerOf(from, q)),
      searchCollections({ readStore, lists, clock }, q),
    ])
    ctx.body = { actors, matches }
  })

  if (live) addLiveRoutes(router, { live, readStored, appView, readProfiles, clock })
  addLinkRoutes(router, { readStore, appView, clock, siteUrl: linkBase })
  addStatsRoutes(router, { readStored, clock })
  addCollectionRoutes(router, { readStore, lists, clock })
  addPrivacyRoutes(router, { sources, kept })
  addTrackerRoutes(router, { sources, lists })
  addAboutRoutes(router, didWeb)
  addOpenApiRoute(router)

  return router
}
