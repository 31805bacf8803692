import { connectionOf, readConfig } from '@orrery/shared/config'
import { runTogether } from '@orrery/shared/loops'
import { offerMetrics } from '@orrery/shared/prometheus'
import { connect } from '@orrery/shared/redis'
import { ready, runService } from '@orrery/shared/service'
import { createApp } from './app.ts'
import { openAppView } from './appview.ts'
import { settings } from './config.ts'
import { endWhenForeign } from './foreign-layout.ts'
import { openKeys } from './known-keys.ts'
import { openLive } from './live.ts'
import { apiMetrics } from './metrics.ts'
import { keepOptOutList, readOptOutList } from './opt-out-list.ts'
import { openQuota } from './quota.ts'
import { redisAtFirst } from './redis-at-first.ts'
import { serve } from './server.ts'
import { openStored } from './stored.ts'
import { watchRequests } from './watch-requests.ts'

/** How long clients have to use the connections that they keep once more, in milliseconds. */
const FAREWELL = 1000

await runService('api', async ({ signal, log, trace }) => {
  const config = readConfig(settings)
  await using redis = await connect(config.REDIS_URL, {
    ...connectionOf(config),
    failFast: true,
    log,
  })
  const untilForeign = endWhenForeign(redis)
  const readStored = openStored(redis, config.RETENTION_HOURS)
  const { metrics, observeRequest, countRefusals, addSubscribers } = apiMetrics()
  const limits = {
    readKey: openKeys(redis),
    take: countRefusals(openQuota(redis)),
    quotas: { address: config.ANONYMOUS_QUOTA, key: config.KEY_QUOTA },
    addressHeader: config.CLIENT_ADDRESS_HEADER,
    limitLoopback: config.QUOTA_LOOPBACK,
  }
  const live = openLive({
    readStored,
    connectReader: () => connect(config.REDIS_URL, { ...connectionOf(config), failFast: true }),
    capacity: config.LIVE_LINKS,
    most: config.LIVE_SUBSCRIBERS,
    limits,
    log,
  })
  addSubscribers(live)
  const appView = openAppView({ url: config.APPVIEW_URL, log })
  await readOptOutList(config.OPT_OUT)
  const app = createApp({
    readStored,
    appView,
    siteUrl: config.SITE_URL,
    didWeb: config.API_DID_WEB,
    avatars: { hosts: config.AVATAR_HOSTS, budget: config.AVATAR_CACHE_BYTES },
    kept: {
      retentionHours: config.RETENTION_HOURS,
      historyDays: config.HISTORY_DAYS,
      historyWeeks: config.HISTORY_WEEKS,
      storesCids: config.STORE_CIDS,
      contact: config.CONTACT,
    },
    log,
    live,
    limits,
    watch: watchRequests(observeRequest, trace),
  })
  await using _ = await offerMetrics('api', metrics, config, log)
  await redisAtFirst(redis, signal)
  const { HOST: host, PORT: port } = config
  await using server = await serve(app.callback(), { host, port, live, farewell: FAREWELL })
  log.info({ url: server.url }, 'listening')
  ready()
  const optOuts = { redis, appView, setting: config.OPT_OUT, log }
  await runTogether([(stop) => keepOptOutList(optOuts, stop), untilForeign], signal)
})
