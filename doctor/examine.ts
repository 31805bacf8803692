import { keys } from '@orrery/shared/keys'
import { isCurrent, readLayout, refuseForeign } from '@orrery/shared/layout'
import { METRICS_PORTS } from '@orrery/shared/prometheus'
import type { Redis } from '@orrery/shared/redis'
import type { ServerFacts } from '@orrery/shared/redis-care'
import { healthOrDown } from '../api/health.ts'
import { openStored, type Stored } from '../api/stored.ts'
import { checkDisk } from './disk.ts'
import { type Finding, findingsIn } from './finding.ts'
import { checkMemory } from './memory.ts'
import { checkAppView, checkJetstream } from './network.ts'
import { checkPort, type Listener } from './ports.ts'
import { checkRedis, openRedis, placesIn } from './redis.ts'
import type { Settings } from './settings.ts'
import { checkClock } from './system.ts'
import { checkWork } from './work.ts'

const PATIENCE = 5000
/** An indexer says every second that it is there. */
const SILENCE = 15_000

type Clocks = Map<string, { said: number; at: number }>

/** Looks at all that the settings name; what cannot be reached is a finding, and the rest is looked at. */
export async function examine(
  settings: Partial<Settings>,
  environment: Record<string, string | undefined>,
): Promise<Finding[]> {
  const { api, firehose, scheduler } = settings
  const clocks: Clocks = new Map()
  const redis = api && (await openRedis(api))
  const isThere = redis !== undefined && 'nodes' in redis
  await using _ = isThere ? redis : undefined
  const isBegun = isThere && (await redis.exists(keys.layout)) === 1
  const stored =
    isThere && api ? await examineRedis(redis, { ...api, ...scheduler }, isBegun, clocks) : []
  const [appView, ...others] = await Promise.all([
    api && checkAppView(api.APPVIEW_URL),
    ...(firehose?.JETSTREAM_URL ?? []).map((url) => checkJetstream(url, firehose?.JETSTREAM_WIRE)),
    ...listenersIn(environment).map((listener) => checkPort(listener, isBegun)),
  ])
  if (appView?.clock) clocks.set('the AppView', appView.clock)
  return [
    ...(redis && !isThere ? [redis as Finding] : []),
    ...stored,
    ...others,
    ...(appView ? [appView.finding] : []),
    ...checkClock(clocks),
  ]
}

type StoreSettings = Settings['api'] & Partial<Settings['scheduler']>

/** What Redis itself tells, and what the processes have written to it. */
async function examineRedis(
  redis: Redis,
  settings: StoreSettings,
  isBegun: boolean,
  clocks: Clocks,
): Promise<Finding[]> {
  const { ok, warn, fail } = findingsIn('store')
  const layout = await readLayout(redis)
  try {
    refuseForeign(layout)
  } catch (error) {
    return [fail((error as Error).message)]
  }
  if (!isCurrent(layout)) {
    return [warn('is of an older version', 'Start the scheduler, which brings it up to date.')]
  }
  const readStored = openStored(redis, settings.RETENTION_HOURS)
  const stored = await readStored()
  const time = await timeOf(redis)
  if (time !== undefined) clocks.set('Redis', { said: time, at: Date.now() })
  const { servers, findings } = await checkRedis(redis, stored.modules)
  const now = Date.now()
  const health = isBegun ? await healthOrDown(readStored, now, PATIENCE) : undefined
  const told = health && 'firehose' in health ? health : undefined
  const lagSeconds = told?.firehose.lagSeconds ?? null
  const room = servers ? await examineRoom(stored, servers, settings, lagSeconds) : []
  const indexers = await redis.zCount(keys.indexers, now - SILENCE, '+inf')
  const work = told
    ? checkWork(told, indexers, now)
    : [isBegun ? fail('is not told in time') : ok('is empty: nothing was started on it yet')]
  return [...findings, ...room, ...work]
}

/** Redis' clock, in milliseconds, where its user may read it. */
async function timeOf(redis: Redis): Promise<number | undefined> {
  const [node] = await redis.nodes()
  const time = await node?.sendCommand<string[]>(['TIME']).catch(() => undefined)
  return time && Number(time[0]) * 1000 + Number(time[1]) / 1000
}

async function examineRoom(
  { store, series }: Stored,
  servers: ServerFacts[],
  { REDIS_URL, HISTORY_DAYS, HISTORY_WEEKS }: StoreSettings,
  lagSeconds: number | null,
): Promise<Finding[]> {
  const isHere = /^unix:|\/\/(localhost|127\.|\[::1\])/.test(placesIn(REDIS_URL))
  const history = { fine: 2 * HISTORY_DAYS, coarse: 7 * HISTORY_WEEKS }
  const growing = { store, series, history, lagSeconds }
  const { finding, peak } = await checkMemory(growing, servers, Date.now())
  return [finding, ...(await checkDisk(store.redis, servers, { isHere, peak }))]
}

/** Where the processes listen, as pm2.config.cjs has it. */
function listenersIn(environment: Record<string, string | undefined>): Listener[] {
  const api = Number(environment.API_PORT || 3001)
  const site = Number(environment.SITE_PORT || 3000)
  const metrics = Number(environment.METRICS_PORT || 0)
  return [
    {
      name: 'API',
      port: api,
      path: '/health',
      mark: /"firehose"|"status":"down"/,
      setting: 'API_PORT',
    },
    { name: 'site', port: site, path: '/', mark: /Orrery/, setting: 'SITE_PORT' },
    ...(metrics > 0
      ? Object.entries(METRICS_PORTS).map(([process, offset]) => ({
          name: `${process}’s metrics`,
          ...{ port: metrics + offset, path: '/metrics', mark: /orrery_/, setting: 'METRICS_PORT' },
        }))
      : []),
  ]
}
