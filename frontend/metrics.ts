import { subscribe } from 'node:diagnostics_channel'
import { readConfig } from '@orrery/shared/config'
import type { Logger } from '@orrery/shared/logging'
import { type Metrics, openMetrics } from '@orrery/shared/metric-registry'
import { metricsSettings, offerMetrics } from '@orrery/shared/prometheus'
import { z } from 'zod'

/** A page or a form's answer; the route is null where there is none at the address. */
export type SiteRequest = { route: string | null; status: number; seconds: number }

/** Serves what the site tells Prometheus, if the settings want that. */
export function offerSiteMetrics(log: Logger): Promise<AsyncDisposable | undefined> {
  return offerMetrics('frontend', siteMetrics(), readConfig(z.object(metricsSettings)), log)
}

function siteMetrics(): Metrics {
  const metrics = openMetrics()
  const requests = metrics.histogram({
    name: 'orrery_frontend_request_seconds',
    help: 'How long pages took until they began, by route (none: nothing is there); no files.',
    labelNames: ['route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
  })
  // The site is built, and shares no modules with its server.
  subscribe('orrery:site-request', (message) => {
    const { route, status, seconds } = message as SiteRequest
    requests.observe({ route: route ?? 'none', status }, seconds)
  })
  return metrics
}
