import { once } from 'node:events'
import { createServer } from 'node:http'
import { z } from 'zod'
import { ConfigError, host, port } from './config.ts'
import type { Logger } from './logging.ts'
import type { Metrics } from './metric-registry.ts'

/**
 * What each process adds to METRICS_PORT, so that one setting gives every process a port of its own;
 * processes of the same kind add their number as well.
 */
export const METRICS_PORTS = { firehose: 0, scheduler: 10, frontend: 20, api: 30, indexer: 50 }

const MOST_PROCESSES = 64
const LAST_PORT = 65_535 - METRICS_PORTS.indexer - MOST_PROCESSES

/** 0 for METRICS_PORT is nowhere; NODE_APP_INSTANCE is set by pm2, from 0 on for each kind. */
export const metricsSettings = {
  METRICS_HOST: host,
  METRICS_PORT: port.max(LAST_PORT).default(0),
  NODE_APP_INSTANCE: z.coerce.number().int().min(0).max(MOST_PROCESSES).default(0),
}

type MetricsConfig = z.output<z.ZodObject<typeof metricsSettings>>

/**
 * Serves the metrics of a process, and those of Node about it, until the end of the `await using`
 * block, if the settings want that.
 * @throws ConfigError where the port is taken
 */
export async function offerMetrics(
  process: keyof typeof METRICS_PORTS,
  metrics: Metrics,
  config: MetricsConfig,
  log?: Pick<Logger, 'info'>,
): Promise<AsyncDisposable | undefined> {
  if (config.METRICS_PORT === 0) return undefined
  metrics.addDefaults()
  const port = config.METRICS_PORT + METRICS_PORTS[process] + config.NODE_APP_INSTANCE
  try {
    const server = await serveMetrics(metrics, { host: config.METRICS_HOST, port })
    log?.info({ url: server.url }, 'metrics are served')
    return server
  } catch (cause) {
    const remedy = 'give each process another NODE_APP_INSTANCE, or set METRICS_PORT to 0'
    throw new ConfigError(`METRICS_PORT: port ${port} cannot be had; ${remedy}.`, { cause })
  }
}

/**
 * Serves metrics to Prometheus at /metrics until the end of the `await using` block.
 * @throws where the address cannot be bound
 */
export async function serveMetrics(
  metrics: Metrics,
  { host, port }: { host: string; port: number },
): Promise<AsyncDisposable & { url: string }> {
  const server = createServer((request, response) => {
    if (request.method !== 'GET' || request.url !== '/metrics') {
      response.writeHead(404).end()
      return
    }
    metrics.text().then(
      (text) => response.setHeader('Content-Type', metrics.contentType).end(text),
      () => response.writeHead(500).end(),
    )
  })
  server.listen(port, host)
  await once(server, 'listening')
  const address = server.address()
  const bound = typeof address === 'object' ? (address?.port ?? port) : port
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}/metrics`,
    async [Symbol.asyncDispose]() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}
