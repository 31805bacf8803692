import { type Metrics, openMetrics } from '@orrery/shared/metric-registry'
import { CACHE_RESULTS, CACHES, usesOf } from './cache-uses.ts'
import type { Live } from './live.ts'
import type { TakeFromQuota } from './quota.ts'

/** Takes note of an answer; the route is as it is written, with what stands for people in it. */
export type ObserveRequest = (route: string, status: number, seconds: number) => void

export type ApiMetrics = {
  metrics: Metrics
  observeRequest: ObserveRequest
  /** Charges as `take` does, and counts whom it refuses. */
  countRefusals: (take: TakeFromQuota) => TakeFromQuota
  /** Tells how many are told as things come. */
  addSubscribers: (live: Pick<Live, 'subscribers'>) => void
}

const CALLERS = ['address', 'key'] as const

/** What the API tells Prometheus. */
export function apiMetrics(): ApiMetrics {
  const metrics = openMetrics()
  const requests = metrics.histogram({
    name: 'orrery_api_request_seconds',
    help: 'How long requests took until their answer began, by route (none: nothing is there).',
    labelNames: ['route', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
  })
  const refusals = metrics.counter({
    name: 'orrery_api_quota_refusals_total',
    help: 'Requests refused because the quota of an address or a key was used up.',
    labelNames: ['caller'],
  })
  for (const caller of CALLERS) refusals.inc({ caller }, 0)
  metrics.tellCounter(
    {
      name: 'orrery_api_cache_requests_total',
      help: 'What caches were asked for; shared: it was being found out, stale: it was given once more.',
      labelNames: ['cache', 'result'],
    },
    () =>
      CACHES.flatMap((cache) =>
        CACHE_RESULTS.map((result) => [{ cache, result }, usesOf(cache)[result]] as const),
      ),
  )

  return {
    metrics,
    observeRequest: (route, status, seconds) => requests.observe({ route, status }, seconds),
    countRefusals: (take) => async (caller, limit, cost) => {
      const standing = await take(caller, limit, cost)
      const kind = caller.startsWith('key:') ? 'key' : 'address'
      if (standing.refused) refusals.inc({ caller: kind })
      return standing
    },
    addSubscribers(live) {
      metrics.tellGauge(
        {
          name: 'orrery_api_subscribers',
          help: 'Who is told as things come, over a WebSocket or as Server-Sent Events.',
          labelNames: ['transport'],
        },
        () => {
          const { webSockets, eventStreams } = live.subscribers()
          return [
            [{ transport: 'websocket' }, webSockets],
            [{ transport: 'events' }, eventStreams],
          ]
        },
      )
    },
  }
}
